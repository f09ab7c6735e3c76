package weft.control.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.api.destination.HttpStatusRange;
import weft.api.destination.ResponseClass;
import weft.api.destination.ResponseMatch;
import weft.control.mesh.Syntax.Shape;

/** Reads the classes of responses of a profile's route to the form in which they are served. */
final class ResponseConditions {
  private static final int LEAST = 100;
  private static final int MOST = 599;
  private static final String ACCEPTED = "a condition with status, all, any or not";
  private static final Syntax<Integer> STATUS =
      new Syntax<>(
          "a status from 100 to 599, or 0 for no limit",
          Shape.NUMBER,
          text -> Addresses.number(text, 0, MOST).filter(n -> n == 0 || n >= LEAST));

  private ResponseConditions() {}

  static ResponseClass responseClass(Value item) {
    var fields = item.fields();
    var message =
        ResponseClass.newBuilder()
            .setCondition(
                Conditions.required(fields, ACCEPTED)
                    .flatMap(value -> read(value, 0))
                    .orElse(ResponseMatch.getDefaultInstance()))
            .setIsFailure(fields.orDefault("isFailure", Syntaxes.TRUTH, false));
    fields.end();
    return message.build();
  }

  private static Optional<ResponseMatch> read(Value value, int depth) {
    if (!Conditions.admits(value, depth)) {
      return Optional.empty();
    }
    var fields = value.fields();
    var parts = new ArrayList<ResponseMatch>();
    fields.value("all").ifPresent(list -> parts.add(all(each(list, depth))));
    fields
        .value("any")
        .ifPresent(
            list -> parts.add(ResponseMatch.newBuilder().setAny(seq(each(list, depth))).build()));
    fields.value("status").ifPresent(range -> parts.add(status(range)));
    fields
        .value("not")
        .flatMap(inner -> read(inner, depth + 1))
        .ifPresent(inner -> parts.add(ResponseMatch.newBuilder().setNot(inner).build()));
    fields.end();
    return fields.all().isEmpty() || !parts.isEmpty()
        ? Conditions.together(value, parts, ACCEPTED, ResponseConditions::all)
        : Optional.empty();
  }

  /**
   * An open end is closed here: on the wire 0 would be a limit, and proxies drop such a class
   * (control-plane.md 6).
   */
  private static ResponseMatch status(Value value) {
    var fields = value.fields();
    int min = fields.orDefault("min", STATUS, 0);
    int max = fields.orDefault("max", STATUS, 0);
    fields.end();
    if (fields.value("min").isEmpty() && fields.value("max").isEmpty()) {
      value.refuse("min, max, or both");
    } else if (max != 0 && min > max) {
      value.refuse("min of at most max, got " + min + " and " + max);
    }
    return ResponseMatch.newBuilder()
        .setStatus(
            HttpStatusRange.newBuilder()
                .setMin(min == 0 ? LEAST : min)
                .setMax(max == 0 ? MOST : max))
        .build();
  }

  private static List<ResponseMatch> each(Value list, int depth) {
    return Conditions.each(list, item -> read(item, depth + 1));
  }

  private static ResponseMatch all(List<ResponseMatch> parts) {
    return ResponseMatch.newBuilder().setAll(seq(parts)).build();
  }

  private static ResponseMatch.Seq seq(List<ResponseMatch> parts) {
    return ResponseMatch.Seq.newBuilder().addAllMatches(parts).build();
  }
}
