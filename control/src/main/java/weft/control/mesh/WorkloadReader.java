package weft.control.mesh;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Reads an ExternalWorkload manifest. */
final class WorkloadReader {
  private WorkloadReader() {}

  static ExternalWorkload read(Fields document) {
    var meta = MetaReader.read(document);
    var spec = document.requiredSection("spec");
    var workload =
        new ExternalWorkload(
            meta,
            IdentityReader.read(spec),
            ips(spec),
            WorkloadPorts.fixed(spec),
            isReady(document.section("status")));
    spec.end();
    return workload;
  }

  private static List<InetAddress> ips(Fields spec) {
    var items = spec.list("workloadIPs");
    if (items.isEmpty()) {
      spec.missing("workloadIPs", "at least one address, such as [ { ip: 10.0.0.1 } ]");
    }
    return items.stream().flatMap(item -> ip(item).stream()).toList();
  }

  private static Optional<InetAddress> ip(Value item) {
    var fields = item.fields();
    if (fields.value("ip").isEmpty()) {
      fields.missing("ip", Syntaxes.IP.accepted());
    }
    var ip = fields.optional("ip", Syntaxes.IP);
    fields.end();
    return ip;
  }

  /** A status is written by whoever watches the workload; without one it counts as ready. */
  private static boolean isReady(Fields status) {
    return status.list("conditions").stream()
        .map(Value::fields)
        .filter(condition -> text(condition, "type").equals("Ready"))
        .allMatch(condition -> text(condition, "status").equals("True"));
  }

  private static String text(Fields condition, String key) {
    return condition.orDefault(key, Syntaxes.ANY_TEXT, "");
  }
}
