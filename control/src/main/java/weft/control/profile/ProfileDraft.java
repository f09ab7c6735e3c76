package weft.control.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import weft.control.json.Json;

/** A ServiceProfile manifest to go on from. Immutable. */
public record ProfileDraft(
    String service, String namespace, String clusterDomain, List<DraftRoute> routes) {
  private static final int FAILURE = 500;

  public ProfileDraft {
    routes = List.copyOf(routes);
  }

  /** A document of its own, in block style. */
  public String yaml() {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setWidth(Integer.MAX_VALUE)
            .build();
    return new Dump(settings).dumpToString(manifest());
  }

  public String json() {
    return json(manifest()).pretty();
  }

  private static Json json(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var members = new LinkedHashMap<String, Json>();
        map.forEach((key, member) -> members.put(String.valueOf(key), json(member)));
        yield new Json.Members(members);
      }
      case List<?> list -> new Json.Items(list.stream().map(ProfileDraft::json).toList());
      case Boolean truth -> Json.of(truth);
      case Integer number -> Json.of(number);
      default -> Json.of(value.toString());
    };
  }

  private Map<String, Object> manifest() {
    var name = service + "." + namespace + ".svc." + clusterDomain;
    return ordered(
        "apiVersion",
        "linkerd.io/v1alpha2",
        "kind",
        "ServiceProfile",
        "metadata",
        ordered("name", name, "namespace", namespace),
        "spec",
        ordered("routes", routes.stream().map(ProfileDraft::route).toList()));
  }

  private static Map<String, Object> route(DraftRoute route) {
    var members =
        ordered(
            "name", route.name(),
            "condition", ordered("method", route.method(), "pathRegex", route.pathRegex()));
    if (route.retryable()) {
      members.put("isRetryable", true);
    }
    if (route.timeout() != null) {
      members.put("timeout", route.timeout());
    }
    if (!route.statuses().isEmpty()) {
      members.put("responseClasses", route.statuses().stream().map(ProfileDraft::status).toList());
    }
    return members;
  }

  private static Map<String, Object> status(int status) {
    var members = ordered("condition", ordered("status", ordered("min", status, "max", status)));
    if (status >= FAILURE) {
      members.put("isFailure", true);
    }
    return members;
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }
}
