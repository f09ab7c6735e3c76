package weft.proxy.route;

import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;

/**
 * The name of a configuration object: what a policy hangs on, a route, a backend.
 *
 * <p>One that has no object behind it is of the kind {@code default}. Source: docs/spec/outbound.md
 * 5.1; docs/spec/telemetry.md 2.
 *
 * @param port 0 if it has none
 */
public record Meta(
    String group, String kind, String namespace, String name, String section, int port) {
  private static final String DEFAULT = "default";

  /** What no object stands behind. */
  public static Meta ofDefault(String name) {
    return new Meta("", DEFAULT, "", name, "", 0);
  }

  /**
   * The service of a name such as {@code api.shop.svc.cluster.local}; else {@code default.unknown}.
   */
  public static Meta ofService(String host, int port) {
    String[] labels = host.split("\\.", 4);
    return labels.length > 2 && labels[2].equals("svc")
        ? new Meta("core", "Service", labels[1], labels[0], "", port)
        : ofDefault("unknown");
  }

  public Labels parentLabels() {
    return LabelSets.resource("parent", group, kind, namespace, name, port, section);
  }

  public Labels backendLabels() {
    return LabelSets.resource("backend", group, kind, namespace, name, port, section);
  }

  public Labels routeLabels() {
    return LabelSets.resource("route", group, kind, namespace, name);
  }

  /** As errors and logs name it. */
  @Override
  public String toString() {
    String text =
        group.isEmpty() && namespace.isEmpty() && kind.equals(DEFAULT)
            ? kind + '.' + name
            : kind + '.' + namespace + '.' + name;
    return port == 0 ? text : text + ':' + port;
  }
}
