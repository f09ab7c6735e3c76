package weft.control.mesh;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Durations as Go's {@code time.ParseDuration} reads them: decimal numbers with units, the sum of
 * which may have a sign, such as {@code 1h15m30.5s}; {@code 0} alone needs no unit. What has more
 * than nanoseconds is cut.
 */
public final class GoDurations {
  private static final int LONGEST = 32;
  private static final Map<String, BigDecimal> NANOS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000),
          "\u00b5s", BigDecimal.valueOf(1_000),
          "\u03bcs", BigDecimal.valueOf(1_000),
          "ms", BigDecimal.valueOf(1_000_000),
          "s", BigDecimal.valueOf(1_000_000_000),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L));
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDurations() {}

  /** Empty for another text, and for what is beyond 292 years. */
  public static Optional<Duration> parse(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    var amount = signed ? text.substring(1) : text;
    if (amount.isEmpty() || amount.length() > LONGEST) {
      return Optional.empty();
    }
    return amount.equals("0")
        ? Optional.of(Duration.ZERO)
        : nanos(amount).map(n -> Duration.ofNanos(text.startsWith("-") ? -n : n));
  }

  private static Optional<Long> nanos(String text) {
    var sum = BigDecimal.ZERO;
    for (int at = 0; at < text.length(); ) {
      int unit = end(text, at, true);
      int next = end(text, unit, false);
      var scale = NANOS.get(text.substring(unit, next));
      if (scale == null || !isNumber(text.substring(at, unit))) {
        return Optional.empty();
      }
      sum = sum.add(new BigDecimal(text.substring(at, unit)).multiply(scale));
      at = next;
    }
    return Optional.of(sum)
        .filter(nanos -> nanos.compareTo(MOST) <= 0)
        .map(nanos -> nanos.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  /** One dot at most, and a digit beside it. */
  private static boolean isNumber(String text) {
    return text.chars().filter(c -> c == '.').count() <= 1 && text.chars().anyMatch(c -> c != '.');
  }

  private static int end(String text, int from, boolean numeric) {
    int at = from;
    while (at < text.length() && isNumeric(text.charAt(at)) == numeric) {
      at++;
    }
    return at;
  }

  private static boolean isNumeric(char c) {
    return c == '.' || (c >= '0' && c <= '9');
  }
}
