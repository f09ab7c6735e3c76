package weft.control.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.api.destination.PathMatch;
import weft.api.destination.RequestMatch;

/** Reads the conditions of a profile's routes to the form in which they are served. */
final class RequestConditions {
  private static final String ACCEPTED = "a condition with method, pathRegex, all, any or not";

  private RequestConditions() {}

  static RequestMatch required(Fields route) {
    return Conditions.required(route, ACCEPTED)
        .flatMap(value -> read(value, 0))
        .orElse(RequestMatch.getDefaultInstance());
  }

  /** Several keys in one condition mean all of them, in this order (control-plane.md 4.4). */
  private static Optional<RequestMatch> read(Value value, int depth) {
    if (!Conditions.admits(value, depth)) {
      return Optional.empty();
    }
    var fields = value.fields();
    var parts = new ArrayList<RequestMatch>();
    fields.value("all").ifPresent(list -> parts.add(all(each(list, depth))));
    fields
        .value("any")
        .ifPresent(
            list -> parts.add(RequestMatch.newBuilder().setAny(seq(each(list, depth))).build()));
    fields
        .optional("method", HttpMethods.SYNTAX)
        .ifPresent(method -> parts.add(RequestMatch.newBuilder().setMethod(method).build()));
    fields
        .value("not")
        .flatMap(inner -> read(inner, depth + 1))
        .ifPresent(inner -> parts.add(RequestMatch.newBuilder().setNot(inner).build()));
    fields.optional("pathRegex", Syntaxes.REGEX).ifPresent(regex -> parts.add(path(regex)));
    fields.end();
    return fields.all().isEmpty() || !parts.isEmpty()
        ? Conditions.together(value, parts, ACCEPTED, RequestConditions::all)
        : Optional.empty();
  }

  private static List<RequestMatch> each(Value list, int depth) {
    return Conditions.each(list, item -> read(item, depth + 1));
  }

  private static RequestMatch path(String regex) {
    return RequestMatch.newBuilder().setPath(PathMatch.newBuilder().setRegex(regex)).build();
  }

  private static RequestMatch all(List<RequestMatch> parts) {
    return RequestMatch.newBuilder().setAll(seq(parts)).build();
  }

  private static RequestMatch.Seq seq(List<RequestMatch> parts) {
    return RequestMatch.Seq.newBuilder().addAllMatches(parts).build();
  }
}
