package weft.control.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import weft.control.mesh.Addresses;
import weft.control.mesh.Fields;
import weft.control.mesh.GoDurations;
import weft.control.mesh.Place;
import weft.control.mesh.Problems;
import weft.control.mesh.Syntax;
import weft.control.mesh.Syntaxes;
import weft.control.mesh.Value;
import weft.control.mesh.YamlReader;

/**
 * Reads an OpenAPI document, YAML or JSON, version 2 or 3: one route for each path and method, the
 * paths in the order of their letters (control-plane.md 16.2).
 */
public final class OpenApi {
  private static final List<String> METHODS =
      List.of("delete", "get", "head", "options", "patch", "post", "put");
  private static final Syntax<String> TIMEOUT =
      Syntax.text(
          "a duration as Go writes it, such as 250ms or 1m30s",
          text -> Optional.of(text).filter(one -> GoDurations.parse(one).isPresent()));
  private static final Syntax<String> BASE =
      Syntax.text(
          "a path that starts with /", text -> Optional.of(text).filter(t -> t.startsWith("/")));

  private final List<DraftRoute> routes = new ArrayList<>();

  private OpenApi() {}

  /**
   * Reads one document.
   *
   * @param file what problems call it
   */
  public static Derived read(Path file, String text) {
    var problems = new Problems();
    var documents = YamlReader.documents(file, text, problems);
    var reader = new OpenApi();
    if (documents.isEmpty() && !problems.failed()) {
      problems.error(new Place(file, 1, 1), "", "nothing", "an OpenAPI document");
    }
    documents.stream().limit(1).forEach(document -> reader.read(document.fields()));
    return new Derived(reader.routes, problems.inOrder());
  }

  private void read(Fields document) {
    if (document.value("swagger").isEmpty() && document.value("openapi").isEmpty()) {
      document.missing("swagger", "the version of OpenAPI: swagger: \"2.0\", or openapi: 3.x");
    }
    var base = document.orDefault("basePath", BASE, "/");
    new TreeMap<>(document.requiredSection("paths").all())
        .forEach((path, item) -> readPath(join(base, path), item));
  }

  private void readPath(String path, Value item) {
    if (!path.startsWith("/")) {
      return; // an extension
    }
    var operations = item.fields();
    for (var method : METHODS) {
      operations
          .value(method)
          .ifPresent(operation -> routes.add(route(method, path, operation.fields())));
    }
  }

  private static DraftRoute route(String method, String path, Fields operation) {
    var word = method.toUpperCase(Locale.ROOT);
    return new DraftRoute(
        word + " " + path,
        word,
        regex(path),
        operation.orDefault("x-linkerd-retryable", Syntaxes.TRUTH, false),
        operation.optional("x-linkerd-timeout", TIMEOUT).orElse(null),
        statuses(operation.section("responses")));
  }

  /** {@code default} and {@code 5XX} are no numbers, and passed over. */
  private static List<Integer> statuses(Fields responses) {
    return responses.all().keySet().stream()
        .flatMap(key -> Addresses.number(key, 100, 599).stream())
        .sorted()
        .toList();
  }

  /** Between exactly one slash; a path that is an extension's key stays as it is. */
  private static String join(String base, String path) {
    if (!path.startsWith("/")) {
      return path;
    }
    return base.endsWith("/") ? base.substring(0, base.length() - 1) + path : base + path;
  }

  /** A parameter is any text without slash. */
  private static String regex(String path) {
    var regex = new StringBuilder();
    int at = 0;
    while (at < path.length()) {
      int open = path.indexOf('{', at);
      int close = open < 0 ? -1 : path.indexOf('}', open);
      int end = close < 0 ? path.length() : open;
      regex.append(DraftRoute.quote(path.substring(at, end)));
      if (close >= 0) {
        regex.append("[^/]*");
      }
      at = close < 0 ? path.length() : close + 1;
    }
    return regex.toString();
  }
}
