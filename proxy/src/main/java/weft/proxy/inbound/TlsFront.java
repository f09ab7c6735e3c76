package weft.proxy.inbound;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DnsName;
import weft.proxy.detect.ClientHello;
import weft.proxy.detect.TransportHeader;
import weft.proxy.inbound.Inbound.PerLoop;
import weft.proxy.policy.Peer;
import weft.proxy.policy.ServerPolicy;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.transport.Causes;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Protocol;
import weft.proxy.transport.Tls;
import weft.proxy.transport.TlsPeer;

/**
 * The first protocol of an accepted connection: is it mesh TLS for us, TLS for somebody else, or
 * none?
 *
 * <p>Reads until the ClientHello is whole, within the detection timeout. Source:
 * docs/spec/identity-tls.md 6.
 */
final class TlsFront implements Protocol {
  private final PerLoop on;
  private final Next next;
  private final Gathered gathered = new Gathered();
  private Timer patience = Timer.UNSET;
  private @Nullable Connection connection;
  private boolean decided;

  /** What a connection becomes once its TLS is known. */
  interface Next {
    /** Whether the transport header's protocol is negotiated. */
    boolean direct();

    /** The application's address; null if it is not known yet. */
    @Nullable InetSocketAddress target();

    /** Whether nothing is to be read here. */
    boolean skips();

    /** How long the first bytes may take. */
    Duration patience();

    /** The peer as far as it proved itself, and what was read after the handshake. */
    void detected(Connection connection, Peer peer, @Nullable ByteBuf read);
  }

  TlsFront(PerLoop on, Next next) {
    this.on = on;
    this.next = next;
  }

  @Override
  public void opened(Connection opened) {
    connection = opened;
    if (next.skips()) {
      decided = true;
      next.detected(opened, Peer.skipped(ip(opened)), null);
      return;
    }
    patience = opened.loop().after(next.patience(), this::timeOut);
  }

  @Override
  public void received(ByteBuf bytes) {
    if (decided) {
      bytes.release();
      return;
    }
    ByteBuf all = gathered.add(bytes, on.on.loop().allocator());
    ClientHello hello = ClientHello.parse(all);
    switch (hello.kind()) {
      case NAMED -> named(hello.sni());
      case NOT_TLS -> pass(null);
      case INCOMPLETE -> {
        if (all.readableBytes() >= ClientHello.MAX_BUFFERED && connection != null) {
          connection.reading(false);
        }
      }
    }
  }

  private void named(@Nullable DnsName sni) {
    if (!on.parts.config().identity().serverName().withoutDot().equals(sni)) {
      pass(sni);
      return;
    }
    Connection c = end();
    ByteBuf read = gathered.take();
    if (c == null) {
      return; // closed, and nothing was gathered since
    }
    if (next.direct() && read != null && !ClientHello.admits(read, TransportHeader.ALPN)) {
      read.release();
      c.output(ClientHello.refusal().length).writeBytes(ClientHello.refusal());
      on.refuse(
          c,
          null,
          InboundFailures.UNEXPECTED,
          "it offers other protocols than " + TransportHeader.ALPN);
      return;
    }
    Tls tls = on.parts.tls().server(next.direct());
    c.secure(tls, new Secured(c.remoteAddress()), read);
  }

  /** What was read goes on as it is: TLS for another server, or for none. */
  private void pass(@Nullable DnsName sni) {
    Connection c = end();
    if (c == null) {
      gathered.release();
    } else {
      Peer peer = sni == null ? Peer.plain(ip(c)) : Peer.passed(ip(c), sni);
      next.detected(c, peer, gathered.take());
    }
  }

  private static InetAddress ip(Connection c) {
    return ((InetSocketAddress) c.remoteAddress()).getAddress();
  }

  private void timeOut() {
    Connection c = end();
    gathered.release();
    if (c != null) {
      on.refuse(c, next.target(), "tls detection timeout", "TLS detection timed out");
    }
  }

  private @Nullable Connection end() {
    decided = true;
    patience.stop();
    return connection;
  }

  @Override
  public void inputEnded() {
    if (!decided) {
      pass(null);
    }
  }

  @Override
  public void sent(int bytes) {}

  @Override
  public void closed(@Nullable Throwable why) {
    end();
    gathered.release();
  }

  /** Waits for the end of the handshake. */
  private final class Secured implements Protocol {
    private final SocketAddress client;
    private boolean done;

    Secured(SocketAddress client) {
      this.client = client;
    }

    @Override
    public void opened(Connection c) {
      done = true;
      Tls tls = c.tls();
      TlsPeer peer = tls == null ? null : tls.peer();
      next.detected(c, Peer.terminated(ip(c), peer == null ? null : peer.id()), null);
    }

    @Override
    public void received(ByteBuf bytes) {
      bytes.release();
    }

    @Override
    public void inputEnded() {}

    @Override
    public void sent(int bytes) {}

    @Override
    public void closed(@Nullable Throwable why) {
      if (!done) {
        String text = "TLS handshake failed: " + Causes.text(why);
        on.parts.failures().connection(client, next.target(), InboundFailures.IO, text);
      }
    }
  }

  /** A server of this proxy's own, which takes what comes by TLS or without. */
  record Own(InetSocketAddress target, Supplier<Protocol> server) implements Next {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Override
    public boolean direct() {
      return false;
    }

    @Override
    public boolean skips() {
      return false;
    }

    @Override
    public Duration patience() {
      return PATIENCE;
    }

    @Override
    public void detected(Connection c, Peer peer, @Nullable ByteBuf read) {
      c.become(server.get(), read);
    }
  }

  /**
   * The inbound port: mutual TLS and a transport header, nothing else.
   *
   * @param host where the port that the header names is
   */
  record Direct(PerLoop on, InetAddress host) implements Next {
    @Override
    public @Nullable InetSocketAddress target() {
      return null;
    }

    @Override
    public boolean direct() {
      return true;
    }

    @Override
    public boolean skips() {
      return false;
    }

    @Override
    public Duration patience() {
      return on.parts.config().inbound().detectTimeout();
    }

    @Override
    public void detected(Connection c, Peer peer, @Nullable ByteBuf read) {
      Tls tls = c.tls();
      if (tls == null || peer.identity() == null) {
        refuse(c, read, "direct connections must be mutually authenticated");
      } else if (!TransportHeader.ALPN.equals(tls.applicationProtocol())) {
        refuse(c, read, "direct connections require transport header negotiation");
      } else {
        c.become(new HeaderFront(on, peer, host), read);
      }
    }

    private void refuse(Connection c, @Nullable ByteBuf read, String why) {
      if (read != null) {
        read.release();
      }
      on.refuse(c, null, InboundFailures.UNEXPECTED, why);
    }
  }

  /**
   * For {@code target}, where the application listens, and from whomever: what it speaks is found
   * out.
   */
  record Accepted(PerLoop on, InetSocketAddress target) implements Next {
    @Override
    public boolean direct() {
      return false;
    }

    @Override
    public boolean skips() {
      return on.policies.of(target.getPort()).current().kind() == ServerPolicy.Kind.OPAQUE;
    }

    @Override
    public Duration patience() {
      return on.parts.config().inbound().detectTimeout();
    }

    @Override
    public void detected(Connection c, Peer peer, @Nullable ByteBuf read) {
      c.become(new HttpFront(on, peer, target), read);
    }
  }
}
