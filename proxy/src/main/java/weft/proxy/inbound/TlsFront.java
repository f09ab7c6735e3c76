package weft.proxy.inbound;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DnsName;
import weft.proxy.detect.ClientHello;
import weft.proxy.detect.TransportHeader;
import weft.proxy.inbound.Inbound.PerLoop;
import weft.proxy.policy.Peer;
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
    patience = opened.loop().after(on.parts.config().inbound().detectTimeout(), this::timeOut);
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
      case NOT_TLS -> plain();
      case INCOMPLETE -> {
        if (all.readableBytes() >= ClientHello.MAX_BUFFERED && connection != null) {
          connection.reading(false);
        }
      }
    }
  }

  private void named(@Nullable DnsName sni) {
    Connection c = end();
    ByteBuf read = gathered.take();
    if (c == null || !on.parts.config().identity().serverName().withoutDot().equals(sni)) {
      pass(c, read);
      return;
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

  private void plain() {
    pass(end(), gathered.take());
  }

  private void pass(@Nullable Connection c, @Nullable ByteBuf read) {
    if (c != null) {
      next.detected(c, new Peer(ip(c), false, null), read);
    } else if (read != null) {
      read.release();
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
      plain();
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

    Secured(SocketAddress client) {
      this.client = client;
    }

    @Override
    public void opened(Connection c) {
      Tls tls = c.tls();
      TlsPeer peer = tls == null ? null : tls.peer();
      next.detected(c, new Peer(ip(c), true, peer == null ? null : peer.id()), null);
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
      if (why != null) {
        String text = "TLS handshake failed: " + Causes.text(why);
        on.parts.failures().connection(client, next.target(), InboundFailures.IO, text);
      }
    }
  }

  /** The inbound port: mutual TLS and a transport header, nothing else. */
  record Direct(PerLoop on) implements Next {
    @Override
    public @Nullable InetSocketAddress target() {
      return null;
    }

    @Override
    public boolean direct() {
      return true;
    }

    @Override
    public void detected(Connection c, Peer peer, @Nullable ByteBuf read) {
      Tls tls = c.tls();
      if (tls == null || peer.identity() == null) {
        refuse(c, read, "direct connections must be mutually authenticated");
      } else if (!TransportHeader.ALPN.equals(tls.applicationProtocol())) {
        refuse(c, read, "direct connections require transport header negotiation");
      } else {
        c.become(new HeaderFront(on, peer), read);
      }
    }

    private void refuse(Connection c, @Nullable ByteBuf read, String why) {
      if (read != null) {
        read.release();
      }
      on.refuse(c, null, InboundFailures.UNEXPECTED, why);
    }
  }

  /** A listener for clients outside the mesh: what it speaks is found out. */
  record Accepted(PerLoop on, int port) implements Next {
    @Override
    public InetSocketAddress target() {
      return on.app(port);
    }

    @Override
    public boolean direct() {
      return false;
    }

    @Override
    public void detected(Connection c, Peer peer, @Nullable ByteBuf read) {
      c.become(new HttpFront(on, peer, port), read);
    }
  }
}
