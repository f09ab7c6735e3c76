package weft.control.mesh;

import java.util.Optional;
import weft.api.outbound.GrpcRoute;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.HttpRoute.Retry.Conditions.StatusRange;

/** Which answers are tried again, as annotations write it: words with commas between, no spaces. */
final class RetryConditions {
  private static final int LEAST = 100;
  private static final int MOST = 599;

  static final Syntax<HttpRoute.Retry.Conditions> HTTP =
      Syntax.text(
          "5xx, gateway-error, statuses and ranges such as 500-504, with commas and no spaces",
          RetryConditions::http);

  static final Syntax<GrpcRoute.Retry.Conditions> GRPC =
      Syntax.text(
          "cancelled, deadline-exceeded, internal, resource-exhausted or unavailable, with commas"
              + " and no spaces",
          RetryConditions::grpc);

  private RetryConditions() {}

  private static Optional<HttpRoute.Retry.Conditions> http(String text) {
    var conditions = HttpRoute.Retry.Conditions.newBuilder();
    for (var word : text.split(",", -1)) {
      var range = range(word);
      if (range.isEmpty()) {
        return Optional.empty();
      }
      conditions.addStatusRanges(range.get());
    }
    return Optional.of(conditions.build());
  }

  private static Optional<StatusRange> range(String word) {
    return switch (word) {
      case "5xx" -> Optional.of(range(500, MOST));
      case "gateway-error" -> Optional.of(range(502, 504));
      default -> {
        int hyphen = word.indexOf('-');
        var low = Addresses.number(hyphen < 0 ? word : word.substring(0, hyphen), LEAST, MOST);
        var high =
            hyphen < 0 ? low : Addresses.number(word.substring(hyphen + 1), low.orElse(0), MOST);
        yield low.flatMap(from -> high.map(to -> range(from, to)));
      }
    };
  }

  private static StatusRange range(int start, int end) {
    return StatusRange.newBuilder().setStart(start).setEnd(end).build();
  }

  private static Optional<GrpcRoute.Retry.Conditions> grpc(String text) {
    var conditions = GrpcRoute.Retry.Conditions.newBuilder();
    for (var word : text.split(",", -1)) {
      switch (word) {
        case "cancelled" -> conditions.setCancelled(true);
        case "deadline-exceeded" -> conditions.setDeadineExceeded(true);
        case "internal" -> conditions.setInternal(true);
        case "resource-exhausted" -> conditions.setResourceExhausted(true);
        case "unavailable" -> conditions.setUnavailable(true);
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(conditions.build());
  }
}
