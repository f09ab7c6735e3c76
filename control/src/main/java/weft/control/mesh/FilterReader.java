package weft.control.mesh;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import weft.api.httproute.PathModifier;
import weft.api.httproute.RequestHeaderModifier;
import weft.api.httproute.RequestRedirect;
import weft.api.httproute.ResponseHeaderModifier;
import weft.api.httptypes.Headers;
import weft.api.httptypes.Scheme;
import weft.api.outbound.HttpRoute.Filter;

/** Reads {@code filters} of a rule or of a backend to the form in which they are served. */
final class FilterReader {
  private static final int FOUND = 302;
  private static final String HEADERS = "RequestHeaderModifier";
  private static final Syntax<Integer> REDIRECT_STATUS =
      new Syntax<>(
          "a status from 300 to 399",
          Syntax.Shape.NUMBER,
          text -> Addresses.number(text, 300, 399));
  private static final Syntax<String> PATH =
      Syntax.text(
          "a path that starts with /", text -> Optional.of(text).filter(t -> t.startsWith("/")));

  private final Kind kind;
  private final String otherwise;
  private boolean usable = true;

  /**
   * A reader of one list.
   *
   * @param otherwise completes the warning about a filter that nobody applies
   */
  FilterReader(Kind kind, String otherwise) {
    this.kind = kind;
    this.otherwise = otherwise;
  }

  /** False once a filter was seen that nobody applies. */
  boolean usable() {
    return usable;
  }

  List<Filter> of(Fields owner) {
    return owner.list("filters").stream().flatMap(item -> filter(item).stream()).toList();
  }

  private Optional<Filter> filter(Value item) {
    var fields = item.fields();
    var type = fields.required("type", Syntaxes.ANY_TEXT, "");
    var filter = filter(fields, type);
    if (filter.isPresent()) {
      fields.end();
    }
    return filter;
  }

  private Optional<Filter> filter(Fields fields, String type) {
    if (type.equals(HEADERS)) {
      return Optional.of(request(fields.section("requestHeaderModifier")));
    }
    return kind == Kind.HTTP_ROUTE ? httpFilter(fields, type) : refuse(fields, HEADERS);
  }

  private Optional<Filter> httpFilter(Fields fields, String type) {
    return switch (type) {
      case "ResponseHeaderModifier" ->
          Optional.of(response(fields.section("responseHeaderModifier")));
      case "RequestRedirect" -> Optional.of(redirect(fields.section("requestRedirect")));
      default -> refuse(fields, HEADERS + ", ResponseHeaderModifier, RequestRedirect");
    };
  }

  private Optional<Filter> refuse(Fields fields, String accepted) {
    usable = false;
    fields.value("type").ifPresent(type -> type.doubt(type.found() + ", " + otherwise, accepted));
    return Optional.empty();
  }

  private static Filter request(Fields fields) {
    var modifier =
        RequestHeaderModifier.newBuilder()
            .setAdd(headers(fields, "add"))
            .setSet(headers(fields, "set"))
            .addAllRemove(fields.list("remove", HttpMatches.HEADER_NAME));
    fields.end();
    return Filter.newBuilder().setRequestHeaderModifier(modifier).build();
  }

  private static Filter response(Fields fields) {
    var modifier =
        ResponseHeaderModifier.newBuilder()
            .setAdd(headers(fields, "add"))
            .setSet(headers(fields, "set"))
            .addAllRemove(fields.list("remove", HttpMatches.HEADER_NAME));
    fields.end();
    return Filter.newBuilder().setResponseHeaderModifier(modifier).build();
  }

  private static Headers headers(Fields fields, String key) {
    var headers = Headers.newBuilder();
    for (var item : fields.list(key)) {
      var header = item.fields();
      headers.addHeaders(
          Headers.Header.newBuilder()
              .setName(header.required("name", HttpMatches.HEADER_NAME, ""))
              .setValue(
                  ByteString.copyFromUtf8(header.required("value", HttpMatches.HEADER_VALUE, ""))));
      header.end();
    }
    return headers.build();
  }

  /** Without a status it is 302, as the resource's definition says. */
  private static Filter redirect(Fields fields) {
    var redirect = RequestRedirect.newBuilder();
    fields
        .optional("scheme", Syntaxes.oneOf("http", "https"))
        .ifPresent(scheme -> redirect.setScheme(scheme(scheme)));
    fields.optional("hostname", Syntaxes.DNS_NAME).ifPresent(redirect::setHost);
    fields.value("path").ifPresent(path -> redirect.setPath(path(path.fields())));
    fields.optional("port", Syntaxes.PORT).ifPresent(redirect::setPort);
    redirect.setStatus(fields.orDefault("statusCode", REDIRECT_STATUS, FOUND));
    fields.end();
    return Filter.newBuilder().setRedirect(redirect).build();
  }

  private static Scheme scheme(String word) {
    return Scheme.newBuilder()
        .setRegistered(word.equals("http") ? Scheme.Registered.HTTP : Scheme.Registered.HTTPS)
        .build();
  }

  private static PathModifier path(Fields fields) {
    var type =
        fields.required(
            "type", Syntaxes.oneOf("ReplaceFullPath", "ReplacePrefixMatch"), "ReplaceFullPath");
    var modifier = PathModifier.newBuilder();
    if (type.equals("ReplaceFullPath")) {
      modifier.setFull(fields.required("replaceFullPath", PATH, "/"));
    } else {
      modifier.setPrefix(fields.required("replacePrefixMatch", PATH, "/"));
    }
    fields.end();
    return modifier.build();
  }
}
