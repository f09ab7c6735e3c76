package weft.proxy.inbound;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Id;
import weft.proxy.config.Mode;
import weft.proxy.detect.TransportHeader;
import weft.proxy.inbound.Inbound.PerLoop;
import weft.proxy.policy.Peer;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.telemetry.Labels;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Protocol;

/**
 * Reads the transport header that names the application's port, and what is spoken there.
 *
 * <p>Source: docs/spec/identity-tls.md 11, docs/spec/inbound.md 15.1.
 */
final class HeaderFront implements Protocol {
  private final PerLoop on;
  private final Peer peer;
  private final InetAddress host;
  private final Gathered gathered = new Gathered();
  private Timer patience = Timer.UNSET;
  private @Nullable Connection connection;
  private boolean decided;

  /** The header names a port of {@code host}. */
  HeaderFront(PerLoop on, Peer peer, InetAddress host) {
    this.on = on;
    this.peer = peer;
    this.host = host;
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
    try {
      TransportHeader header = TransportHeader.read(all);
      if (header != null) {
        dispatch(header);
      }
    } catch (ProtocolException e) {
      refuse(InboundFailures.IO, e.getMessage());
    }
  }

  private void dispatch(TransportHeader header) {
    Connection c = connection;
    String wrong = wrong(header);
    if (wrong != null || c == null) {
      boolean gateway = header.name() != null;
      refuse(gateway ? "gateway domain invalid" : InboundFailures.UNEXPECTED, wrong);
      return;
    }
    end();
    count(header);
    ByteBuf rest = gathered.take();
    var front = new HttpFront(on, peer, new InetSocketAddress(host, header.port()));
    switch (header.session()) {
      case UNKNOWN -> front.forward(c, rest);
      case HTTP1 -> front.http(c, rest, false);
      case HTTP2 -> front.http(c, rest, true);
    }
  }

  private void count(TransportHeader header) {
    Id id = peer.identity();
    String session =
        switch (header.session()) {
          case UNKNOWN -> "";
          case HTTP1 -> "http/1";
          case HTTP2 -> "http/2";
        };
    var labels =
        Labels.of("session_protocol", session)
            .and("target_port", Integer.toString(header.port()))
            .and("target_name", "")
            .and("client_id", id == null ? "" : id.text());
    on.parts.metrics().transportHeaders.with(labels).add();
  }

  /** Why the port that is asked for is not served; null if it is. */
  private @Nullable String wrong(TransportHeader header) {
    if (header.name() != null) {
      return "bad gateway domain: this proxy is no gateway, asked for " + header.name();
    }
    if (header.port() == on.parts.config().inbound().listen().getPort()) {
      return "inbound connection must not target port " + header.port();
    }
    return on.parts.config().mode() == Mode.TRANSPARENT
            || on.parts.config().explicit().declares(header.port())
        ? null
        : "port " + header.port() + " is not one of the workload's: declare it by --port";
  }

  private void refuse(String error, @Nullable String why) {
    end();
    gathered.release();
    if (connection != null) {
      on.refuse(connection, null, error, why == null ? "no connection" : why);
    }
  }

  private void timeOut() {
    refuse(InboundFailures.IO, "no transport header within the detection timeout");
  }

  private void end() {
    decided = true;
    patience.stop();
  }

  @Override
  public void inputEnded() {
    if (!decided) {
      refuse(InboundFailures.IO, "the connection ended before a transport header");
    }
  }

  @Override
  public void sent(int bytes) {}

  @Override
  public void closed(@Nullable Throwable why) {
    end();
    gathered.release();
  }
}
