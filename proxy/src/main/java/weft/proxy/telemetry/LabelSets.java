package weft.proxy.telemetry;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import weft.proxy.config.Addr;
import weft.proxy.config.Id;
import weft.proxy.config.Ip;

/** The vocabulary of labels, in the order of the reference. Source: telemetry.md 2. */
public final class LabelSets {
  public static final Labels INBOUND = Labels.of("direction", "inbound");
  public static final Labels OUTBOUND = Labels.of("direction", "outbound");

  private LabelSets() {}

  /** {@code target_addr}, {@code target_ip}, {@code target_port}. */
  public static Labels target(InetSocketAddress target) {
    return Labels.of("target_addr", Ip.text(target))
        .and("target_ip", Ip.text(target.getAddress()))
        .and("target_port", Integer.toString(target.getPort()));
  }

  /** The same for a target that may be a name, which has no {@code target_ip}. */
  public static Labels target(Addr target) {
    return switch (target) {
      case Addr.Socket(var address) -> target(address);
      case Addr.Name(var name, int port) ->
          Labels.of("target_addr", target.authority())
              .and("target_ip", "")
              .and("target_port", Integer.toString(port));
    };
  }

  /** Accepted over mesh TLS; the client may have shown no identity: empty. */
  public static Labels tlsClient(String clientId) {
    return Labels.of("tls", "true").and("client_id", clientId);
  }

  /** Opened over mesh TLS to this peer. */
  public static Labels tlsServer(Id serverId) {
    return Labels.of("tls", "true").and("server_id", serverId.text());
  }

  /** Without mesh TLS, for a reason such as {@code loopback} or {@code no_tls_from_remote}. */
  public static Labels noTls(String reason) {
    return Labels.of("tls", "no_identity").and("no_tls_reason", reason);
  }

  /** TLS that the proxy passes on. */
  public static Labels opaqueTls(String sni) {
    return Labels.of("tls", "opaque").and("sni", sni);
  }

  /** {@code PREFIX_group}, {@code PREFIX_kind}, {@code PREFIX_name}: srv, route, authz. */
  public static Labels resource(String prefix, String group, String kind, String name) {
    return Labels.of(prefix + "_group", group)
        .and(prefix + "_kind", kind)
        .and(prefix + "_name", name);
  }

  /** {@code PREFIX_group}, kind, namespace, name: an outbound route. */
  public static Labels resource(
      String prefix, String group, String kind, String namespace, String name) {
    return Labels.of(prefix + "_group", group)
        .and(prefix + "_kind", kind)
        .and(prefix + "_namespace", namespace)
        .and(prefix + "_name", name);
  }

  /** An outbound parent or backend: as a route, and its port and section; port empty if 0. */
  public static Labels resource(
      String prefix,
      String group,
      String kind,
      String namespace,
      String name,
      int port,
      String section) {
    return resource(prefix, group, kind, namespace, name)
        .and(prefix + "_port", port == 0 ? "" : Integer.toString(port))
        .and(prefix + "_section_name", section);
  }

  /** {@code dst_KEY} or {@code rt_KEY}, sorted by key. */
  public static Labels prefixed(String prefix, Map<String, String> labels) {
    Labels all = Labels.NONE;
    for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
      all = all.and(prefix + label.getKey(), label.getValue());
    }
    return all;
  }
}
