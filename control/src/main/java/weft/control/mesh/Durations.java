package weft.control.mesh;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Durations as the annotations write them (control-plane.md 9.5): a whole number with a unit;
 * spaces around it are ignored; {@code 0} alone needs no unit.
 */
public final class Durations {
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Durations() {}

  public static Optional<Duration> parse(String text) {
    var trimmed = text.strip();
    if (trimmed.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    int digits = (int) trimmed.chars().takeWhile(c -> c >= '0' && c <= '9').count();
    return Optional.ofNullable(UNITS.get(trimmed.substring(digits)))
        .flatMap(
            unit ->
                Addresses.number(trimmed.substring(0, digits), 0, Integer.MAX_VALUE)
                    .map(unit::multipliedBy));
  }
}
