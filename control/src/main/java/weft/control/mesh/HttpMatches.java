package weft.control.mesh;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import weft.api.httproute.HeaderMatch;
import weft.api.httproute.HttpRouteMatch;
import weft.api.httproute.PathMatch;
import weft.api.httproute.QueryParamMatch;

/** Reads {@code matches} of an HTTPRoute's rule to the form in which they are served. */
final class HttpMatches {
  static final Syntax<String> HEADER_NAME =
      Syntax.text("a header name", text -> Optional.of(text).filter(HttpMethods::isToken));
  static final Syntax<String> HEADER_VALUE =
      Syntax.text(
          "a header value in one line", text -> Optional.of(text).filter(HttpMatches::isOneLine));
  private static final Syntax<String> PATH =
      Syntax.text(
          "a path that starts with /", text -> Optional.of(text).filter(t -> t.startsWith("/")));
  private static final Syntax<String> EXACT_OR_REGEX = Syntaxes.oneOf("Exact", "RegularExpression");

  private HttpMatches() {}

  /** Every request; of kinds that have no such matches, none. */
  static List<HttpRouteMatch> every(Kind kind) {
    return kind == Kind.HTTP_ROUTE
        ? List.of(HttpRouteMatch.newBuilder().setPath(prefix("/")).build())
        : List.of();
  }

  static List<HttpRouteMatch> of(Fields rule) {
    var items = rule.list("matches");
    return items.isEmpty()
        ? every(Kind.HTTP_ROUTE)
        : items.stream().map(HttpMatches::match).toList();
  }

  private static HttpRouteMatch match(Value item) {
    var fields = item.fields();
    var match = HttpRouteMatch.newBuilder();
    fields.value("path").ifPresent(path -> match.setPath(path(path.fields())));
    fields.list("headers").forEach(header -> match.addHeaders(header(header)));
    fields.list("queryParams").forEach(query -> match.addQueryParams(query(query)));
    fields.optional("method", HttpMethods.STANDARD).ifPresent(match::setMethod);
    fields.end();
    return match.build();
  }

  private static PathMatch path(Fields fields) {
    var type =
        fields.orDefault(
            "type", Syntaxes.oneOf("Exact", "PathPrefix", "RegularExpression"), "PathPrefix");
    var match =
        switch (type) {
          case "Exact" ->
              PathMatch.newBuilder().setExact(fields.orDefault("value", PATH, "/")).build();
          case "PathPrefix" -> prefix(fields.orDefault("value", PATH, "/"));
          default ->
              PathMatch.newBuilder()
                  .setRegex(fields.orDefault("value", Syntaxes.REGEX, "/"))
                  .build();
        };
    fields.end();
    return match;
  }

  private static PathMatch prefix(String path) {
    return PathMatch.newBuilder().setPrefix(path).build();
  }

  static HeaderMatch header(Value item) {
    var fields = item.fields();
    var match = HeaderMatch.newBuilder().setName(fields.required("name", HEADER_NAME, ""));
    value(fields, exact -> match.setExact(ByteString.copyFromUtf8(exact)), match::setRegex);
    return match.build();
  }

  private static QueryParamMatch query(Value item) {
    var fields = item.fields();
    var match =
        QueryParamMatch.newBuilder().setName(fields.required("name", Syntaxes.ANY_TEXT, ""));
    value(fields, match::setExact, match::setRegex);
    return match.build();
  }

  private static void value(Fields fields, Consumer<String> exact, Consumer<String> regex) {
    if (fields.orDefault("type", EXACT_OR_REGEX, "Exact").equals("Exact")) {
      exact.accept(fields.required("value", Syntaxes.ANY_TEXT, ""));
    } else {
      regex.accept(fields.required("value", Syntaxes.REGEX, ""));
    }
    fields.end();
  }

  /** RFC 9110, 5.5. */
  private static boolean isOneLine(String text) {
    return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f));
  }
}
