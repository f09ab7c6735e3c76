package weft.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads lengths of time as the proxy's variables write them: 500ms, 20s, 5m, 24h, 7d. */
final class Span implements ITypeConverter<Duration> {
  private static final long LONGEST_NUMBER = 1_000_000_000;

  @Override
  public Duration convert(String text) {
    int unit = 0;
    while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
      unit++;
    }
    if (unit == 0 || unit > 10) {
      throw refused(text);
    }
    long number = Long.parseLong(text.substring(0, unit));
    if (number > LONGEST_NUMBER) {
      throw refused(text);
    }
    return of(number, text.substring(unit), text);
  }

  private static Duration of(long number, String unit, String text) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw refused(text);
    };
  }

  private static TypeConversionException refused(String text) {
    return new TypeConversionException(
        "expected a whole number with ms, s, m, h or d, as in 20s, found: " + text);
  }
}
