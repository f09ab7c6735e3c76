package weft.proxy.identity;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DnsName;
import weft.proxy.config.Id;
import weft.proxy.config.SocketConfig;
import weft.proxy.detect.TransportHeader;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Listener;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Loops;
import weft.proxy.transport.Protocol;
import weft.proxy.transport.SocketConnection;
import weft.proxy.transport.Tls;
import weft.proxy.transport.TlsContexts;
import weft.proxy.transport.TlsKey;
import weft.proxy.transport.TlsPeer;

/** One proxy's TLS on loopback sockets, with an echo behind its server side. */
final class Mesh implements AutoCloseable {
  static final String NAME = "foo.ns1.serviceaccount.identity.linkerd.cluster.local";

  final TlsContexts contexts;
  final Credentials credentials;
  private final TlsKey key;
  private final byte[] csr;
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final List<Listener> listeners = new ArrayList<>();
  private final Loops loops = Loops.start(1);

  /** How a handshake ended. */
  record Outcome(
      @Nullable TlsPeer peer,
      @Nullable String alpn,
      @Nullable String group,
      @Nullable Throwable failure,
      Connection connection) {
    void close() {
      connection.loop().execute(connection::close);
    }

    TlsPeer known() {
      return java.util.Objects.requireNonNull(peer);
    }

    Throwable why() {
      return java.util.Objects.requireNonNull(failure);
    }
  }

  private Mesh(TestAuthority trusted) throws Exception {
    var request = SigningRequest.generate(new DnsName(NAME), new java.security.SecureRandom());
    key = request.key();
    csr = request.csr();
    var verifier = new PeerVerifier(trusted.anchors(), InstantSource.system());
    contexts = new TlsContexts(verifier, TransportHeader.ALPN, Duration.ofSeconds(10), executor);
    credentials = new Credentials(id(NAME), verifier, contexts);
  }

  static Mesh uncertified(TestAuthority trusted) throws Exception {
    return new Mesh(trusted);
  }

  static Mesh certified(TestAuthority authority) throws Exception {
    var mesh = new Mesh(authority);
    mesh.certify(authority.issue("x").dns(NAME));
    return mesh;
  }

  void certify(TestAuthority.Template template) throws Exception {
    var asked = new org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest(csr);
    byte[] leaf = template.signed(new java.security.KeyPair(asked.getPublicKey(), null));
    credentials.install(leaf, List.of(), key);
  }

  static Id id(String text) {
    return java.util.Objects.requireNonNull(Id.parse(text));
  }

  static Instant today() {
    return Instant.now();
  }

  /** A listener whose handshakes come out of the queue. */
  Accepted listen(boolean direct) throws Exception {
    return listen(direct, "echo ");
  }

  /** A listener that sends back what it gets, and ends when the peer has ended. */
  Accepted mirror() throws Exception {
    return listen(false, "");
  }

  private Accepted listen(boolean direct, String prefix) throws Exception {
    var outcomes = new LinkedBlockingQueue<Outcome>();
    var listener =
        Listener.bind(
            loops,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new SocketConfig(null, null, null, null, null),
            loop -> new Echo(() -> contexts.server(direct), prefix, outcomes));
    listeners.add(listener);
    return new Accepted(listener.address().getPort(), outcomes);
  }

  record Accepted(int port, BlockingQueue<Outcome> outcomes) {
    Outcome next() throws InterruptedException {
      return Mesh.next(outcomes);
    }
  }

  /** Connects and ends with the handshake. */
  Outcome connect(int port, String serverName, Id expected, boolean direct) throws Exception {
    var outcomes = new LinkedBlockingQueue<Outcome>();
    var sni = new DnsName(serverName);
    dial(port, new Echo(() -> contexts.client(sni, expected, direct), "", outcomes));
    return next(outcomes);
  }

  private void dial(int port, Protocol protocol) throws InterruptedException {
    Loop loop = loops.all().getFirst();
    new Bootstrap()
        .group(loop.eventLoop())
        .channel(loops.socketType())
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new SocketConnection(loop, protocol));
              }
            })
        .connect(InetAddress.getLoopbackAddress(), port)
        .sync();
  }

  private static Outcome next(BlockingQueue<Outcome> outcomes) throws InterruptedException {
    var outcome = outcomes.poll(20, TimeUnit.SECONDS);
    return java.util.Objects.requireNonNull(outcome, "no handshake ended");
  }

  /** Puts TLS under its connection, then echoes. */
  private static final class Echo implements Protocol {
    private final Supplier<Tls> tls;
    private final String prefix;
    private final BlockingQueue<Outcome> outcomes;
    private @Nullable Connection connection;
    private boolean told;

    Echo(Supplier<Tls> tls, String prefix, BlockingQueue<Outcome> outcomes) {
      this.tls = tls;
      this.prefix = prefix;
      this.outcomes = outcomes;
    }

    @Override
    public void opened(Connection opened) {
      connection = opened;
      Tls with = opened.tls();
      if (with == null) {
        opened.secure(tls.get(), this, null);
      } else {
        tell(with.peer(), with.applicationProtocol(), with.group(), null);
      }
    }

    private void tell(
        @Nullable TlsPeer peer,
        @Nullable String protocol,
        @Nullable String group,
        @Nullable Throwable failure) {
      if (!told) {
        told = true;
        outcomes.add(new Outcome(peer, protocol, group, failure, connection()));
      }
    }

    private Connection connection() {
      return java.util.Objects.requireNonNull(connection);
    }

    @Override
    public void received(ByteBuf bytes) {
      connection().write(Unpooled.copiedBuffer(prefix, StandardCharsets.US_ASCII));
      connection().write(bytes);
    }

    @Override
    public void inputEnded() {
      connection().close();
    }

    @Override
    public void sent(int bytes) {}

    @Override
    public void closed(@Nullable Throwable why) {
      tell(null, null, null, why == null ? new java.io.IOException("closed") : why);
    }
  }

  @Override
  public void close() {
    listeners.forEach(Listener::close);
    loops.close();
    executor.close();
    contexts.release();
    key.destroy();
  }
}
