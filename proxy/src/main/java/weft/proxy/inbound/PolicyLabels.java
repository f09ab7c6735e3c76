package weft.proxy.inbound;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DnsName;
import weft.proxy.config.Id;
import weft.proxy.policy.Authorization;
import weft.proxy.policy.Meta;
import weft.proxy.policy.Peer;
import weft.proxy.policy.ServerPolicy;
import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;

/**
 * What connections and requests of one client at one port are called, under one policy. Pure.
 *
 * <p>Source: docs/spec/telemetry.md 2, 3.4, 4.3.
 */
record PolicyLabels(InetSocketAddress app, Peer peer, ServerPolicy policy) {
  /** All connections to the application have one name. */
  static final Labels OPENED =
      LabelSets.INBOUND.and("peer", "dst").and(LabelSets.noTls("loopback"));

  private static final Labels ACCEPTED = LabelSets.INBOUND.and("peer", "src");

  Labels target() {
    return LabelSets.target(app);
  }

  /** Is there mesh TLS, and with whom? */
  Labels tls() {
    Id id = peer.identity();
    DnsName name = peer.serverName();
    return switch (peer.tls()) {
      case TERMINATED -> LabelSets.tlsClient(id == null ? "" : id.text());
      case PASSED -> LabelSets.opaqueTls(name == null ? "" : name.text());
      case NONE -> LabelSets.noTls("no_tls_from_remote");
      case SKIPPED -> LabelSets.noTls("port_skipped");
    };
  }

  Labels server() {
    return server(policy, app.getPort());
  }

  static Labels server(ServerPolicy policy, int port) {
    return policy.meta().labels("srv").and("srv_port", Integer.toString(port));
  }

  /** Of the client's connection. */
  Labels accepted() {
    return ACCEPTED.and(target()).and(tls()).and(server());
  }

  private Labels route() {
    return policy.route().meta().labels("route");
  }

  private static Labels authorization(@Nullable Authorization by) {
    return by == null ? Labels.NONE : by.meta().labels("authz");
  }

  /** Of legacy request counters. */
  Labels requests(@Nullable Authorization by) {
    return LabelSets.INBOUND
        .and(target())
        .and(tls())
        .and(server())
        .and(route())
        .and(authorization(by));
  }

  /** Of a decision about a request. */
  Labels decided(@Nullable Authorization by) {
    return target().and(server()).and(route()).and(authorization(by)).and(tls());
  }

  /** Of a decision about a connection. */
  Labels connection(@Nullable Authorization by) {
    return target().and(server()).and(authorization(by)).and(tls());
  }

  /** Of an inbound route, in the newer families. */
  Labels registry() {
    Meta meta = policy.meta();
    return meta.labels("parent").and("parent_port", port()).and(route());
  }

  private String port() {
    return Integer.toString(app.getPort());
  }
}
