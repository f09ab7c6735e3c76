package weft.control.wire;

import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Optional;
import weft.control.json.Json;
import weft.control.json.JsonException;
import weft.control.mesh.ObjectName;

/**
 * How a proxy says who it is to the policy services (control-plane.md 8.2). There are no pods here:
 * the pod forms name an external workload too.
 */
public final class WorkloadName {
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

  private static Optional<ObjectName> fromJson(String text) {
    try {
      var members = Json.parseObject(text);
      var workload = members.optionalText("external_workload");
      return name(members.text("ns"), workload == null ? members.text("pod") : workload);
    } catch (JsonException _) {
      return Optional.empty();
    }
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
