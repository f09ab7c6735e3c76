package weft.proxy.identity;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
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
import weft.proxy.detect.TransportHeader;
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
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  /** How a handshake ended. */
  record Outcome(
      @Nullable TlsPeer peer, @Nullable String alpn, @Nullable Throwable failure, Channel channel) {
    SslHandler tls() {
      return channel.pipeline().get(SslHandler.class);
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
    contexts = new TlsContexts(verifier, TransportHeader.ALPN, executor);
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
  Listener listen(boolean direct) throws Exception {
    var outcomes = new LinkedBlockingQueue<Outcome>();
    var channel =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(with(() -> contexts.server(ByteBufAllocator.DEFAULT, direct), outcomes))
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    channels.add(channel);
    return new Listener(((InetSocketAddress) channel.localAddress()).getPort(), outcomes);
  }

  record Listener(int port, BlockingQueue<Outcome> outcomes) {
    Outcome next() throws InterruptedException {
      return Mesh.next(outcomes);
    }
  }

  /** Connects and ends with the handshake. */
  Outcome connect(int port, String serverName, Id expected, boolean direct) throws Exception {
    var outcomes = new LinkedBlockingQueue<Outcome>();
    var sni = new DnsName(serverName);
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .handler(
            with(() -> contexts.client(ByteBufAllocator.DEFAULT, sni, expected, direct), outcomes))
        .connect(InetAddress.getLoopbackAddress(), port)
        .sync();
    return next(outcomes);
  }

  private static Outcome next(BlockingQueue<Outcome> outcomes) throws InterruptedException {
    var outcome = outcomes.poll(20, TimeUnit.SECONDS);
    return java.util.Objects.requireNonNull(outcome, "no handshake ended");
  }

  private ChannelInitializer<Channel> with(
      Supplier<SslHandler> tls, BlockingQueue<Outcome> outcomes) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channels.add(channel);
        var handler = tls.get();
        channel.pipeline().addLast(handler, new Echo(handler, outcomes));
      }
    };
  }

  private static final class Echo extends SimpleChannelInboundHandler<ByteBuf> {
    private final SslHandler tls;
    private final BlockingQueue<Outcome> outcomes;

    Echo(SslHandler tls, BlockingQueue<Outcome> outcomes) {
      this.tls = tls;
      this.outcomes = outcomes;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent done) {
        var peer = done.isSuccess() ? TlsContexts.peer(tls) : null;
        outcomes.add(new Outcome(peer, tls.applicationProtocol(), done.cause(), context.channel()));
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      String text = "echo " + bytes.toString(StandardCharsets.US_ASCII);
      var _ = context.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }

  @Override
  public void close() {
    channels.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    executor.close();
    contexts.release();
    key.destroy();
  }
}
