package weft.proxy.outbound;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Endpoint;
import weft.proxy.config.Addr;
import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;
import weft.proxy.transport.Connection;

/** What the connections of the outbound side are called. Source: docs/spec/telemetry.md 3.3. */
final class ConnectionLabels {
  private static final Labels ACCEPTED = LabelSets.OUTBOUND.and("peer", "src");
  private static final Labels OPENED = LabelSets.OUTBOUND.and("peer", "dst");
  private static final Labels LOOPBACK = LabelSets.noTls("loopback");
  private static final Labels UNMESHED = LabelSets.noTls("not_provided_by_service_discovery");

  private ConnectionLabels() {}

  /** Of the application; where its listener has no target, the listener is what it asked for. */
  static Labels accepted(Connection connection, @Nullable Addr target) {
    Labels to =
        target == null
            ? LabelSets.target((InetSocketAddress) connection.localAddress())
            : LabelSets.target(target);
    return ACCEPTED.and(to).and(LOOPBACK);
  }

  /** To an endpoint. */
  static Labels opened(Endpoint endpoint) {
    return OPENED.and(endpoint(endpoint));
  }

  /** Target, client TLS and discovery labels. */
  static Labels endpoint(Endpoint endpoint) {
    Endpoint.Tls tls = endpoint.tls();
    return LabelSets.target(endpoint.address())
        .and(tls == null ? UNMESHED : LabelSets.tlsServer(tls.serverId()))
        .and(LabelSets.prefixed("dst_", endpoint.labels()));
  }
}
