package weft.control.wire;

import java.util.Optional;
import weft.control.json.Json;
import weft.control.json.JsonException;
import weft.control.mesh.ObjectName;

/**
 * What a client of discovery says of itself (control-plane.md 3.1).
 *
 * @param workload its own name, where it has one in the mesh
 */
public record ContextToken(
    Optional<String> namespace, Optional<String> node, Optional<ObjectName> workload) {
  private static final ContextToken NOTHING =
      new ContextToken(Optional.empty(), Optional.empty(), Optional.empty());
  private static final String LEGACY = "ns:";

  /** Anything that is neither of the two forms says nothing. */
  public static ContextToken parse(String text) {
    var trimmed = text.strip();
    if (trimmed.startsWith(LEGACY)) {
      var namespace = Optional.of(trimmed.substring(LEGACY.length()));
      return new ContextToken(namespace, Optional.empty(), Optional.empty());
    }
    return trimmed.startsWith("{") ? fromJson(trimmed) : NOTHING;
  }

  private static ContextToken fromJson(String text) {
    try {
      var members = Json.parseObject(text);
      var namespace = Optional.ofNullable(members.optionalText("ns"));
      var name =
          Optional.ofNullable(members.optionalText("external_workload"))
              .or(() -> optionalPod(members));
      return new ContextToken(
          namespace,
          Optional.ofNullable(members.optionalText("nodeName")),
          namespace.flatMap(ns -> name.map(one -> new ObjectName(ns, one))));
    } catch (JsonException _) {
      return NOTHING;
    }
  }

  private static Optional<String> optionalPod(Json.Members members) {
    return members.values().get("pod") instanceof Json.Text(var pod)
        ? Optional.of(pod)
        : Optional.empty();
  }
}
