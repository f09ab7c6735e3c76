package weft.control.wire;

import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import weft.control.mesh.ObjectName;

/**
 * How a proxy says who it is to the policy services (control-plane.md 8.2). There are no pods here:
 * the pod forms name an external workload too.
 */
public final class WorkloadName {
  private static final int LONGEST = 4096;

  private WorkloadName() {}

  /**
   * Reads a workload string.
   *
   * @throws StatusException INVALID_ARGUMENT for any other form
   */
  public static ObjectName parse(String text) throws StatusException {
    var trimmed = text.strip();
    var name = trimmed.startsWith("{") ? fromJson(trimmed) : fromLegacy(trimmed);
    return name.orElseThrow(
        () ->
            Status.INVALID_ARGUMENT
                .withDescription(
                    "workload must be {\"ns\":\"NS\",\"external_workload\":\"NAME\"}, got: " + text)
                .asException());
  }

  /** JSON is YAML. */
  private static Optional<ObjectName> fromJson(String text) {
    try {
      var settings = LoadSettings.builder().setCodePointLimit(LONGEST).build();
      return new Load(settings).loadFromString(text) instanceof Map<?, ?> members
          ? name(text(members, "ns"), workload(members))
          : Optional.empty();
    } catch (YamlEngineException _) {
      return Optional.empty();
    }
  }

  private static String workload(Map<?, ?> members) {
    var workload = text(members, "external_workload");
    return workload.isEmpty() ? text(members, "pod") : workload;
  }

  private static String text(Map<?, ?> members, String name) {
    return members.get(name) instanceof String text ? text : "";
  }

  private static Optional<ObjectName> fromLegacy(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? Optional.empty() : name(text.substring(0, colon), text.substring(colon + 1));
  }

  private static Optional<ObjectName> name(String namespace, String name) {
    return namespace.isEmpty() || name.isEmpty()
        ? Optional.empty()
        : Optional.of(new ObjectName(namespace, name));
  }
}
