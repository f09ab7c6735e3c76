package weft.control.mesh;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the ports of a workload, or of the template of a group. */
final class WorkloadPorts {
  private WorkloadPorts() {}

  static List<WorkloadPort> fixed(Fields spec) {
    var names = new HashSet<String>();
    return spec.list("ports").stream()
        .map(
            item -> {
              var fields = item.fields().ignore("protocol");
              return named(fields, fields.required("port", Syntaxes.PORT, 1), names);
            })
        .toList();
  }

  /** Instances of a group may announce the numbers: then the name is all there is. */
  static List<WorkloadPort> announced(Fields spec) {
    var names = new HashSet<String>();
    return spec.list("ports").stream()
        .map(
            item -> {
              var fields = item.fields().ignore("protocol");
              return named(fields, fields.orDefault("port", Syntaxes.PORT, 0), names);
            })
        .toList();
  }

  private static WorkloadPort named(Fields fields, int number, Set<String> names) {
    var name = fields.orDefault("name", Syntaxes.LABEL, "");
    if (name.isEmpty() && number == 0) {
      fields.missing("name", Syntaxes.LABEL.accepted());
    }
    if (!name.isEmpty() && !names.add(name)) {
      fields.value("name").ifPresent(value -> value.refuse("each port name once"));
    }
    fields.end();
    return new WorkloadPort(name, number);
  }
}
