package weft.proxy.config;

import java.time.Duration;
import java.util.Locale;

/** Truth values, numbers and durations. Source: config.md 2. */
final class Scalars {
  /** Longer durations mean this one: they never end, and still fit into nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Scalars() {}

  static Boolean bool(String text) throws BadValue {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new BadValue("NotABool(ParseBoolError)");
    };
  }

  /** Up to 32 bits unsigned; what an int cannot hold is its greatest value, which is no limit. */
  static Integer u32(String text) throws BadValue {
    return (int) Math.min(Integer.MAX_VALUE, integer(text, 0xffff_ffffL));
  }

  static Integer size(String text) throws BadValue {
    return (int) Math.min(Integer.MAX_VALUE, integer(text, Long.MAX_VALUE));
  }

  static Integer positive(String text) throws BadValue {
    int value = size(text);
    if (value == 0) {
      throw new BadValue("MustBePositive");
    }
    return value;
  }

  static long integer(String text, long limit) throws BadValue {
    int start = text.startsWith("+") ? 1 : 0;
    if (text.isEmpty()) {
      throw notAnInteger("Empty");
    }
    if (start == text.length()) {
      throw notAnInteger("InvalidDigit");
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        throw notAnInteger("InvalidDigit");
      }
    }
    return digits(text, start, text.length(), limit);
  }

  private static long digits(String text, int start, int end, long limit) throws BadValue {
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (value > (limit - digit) / 10) {
        throw notAnInteger("PosOverflow");
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static BadValue notAnInteger(String kind) {
    return new BadValue("NotAnInteger(ParseIntError { kind: " + kind + " })");
  }

  static Double decimal(String text) throws BadValue {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean signed = lower.startsWith("-") || lower.startsWith("+");
    return switch (signed ? lower.substring(1) : lower) {
      case "nan" -> Double.NaN;
      case "inf", "infinity" ->
          lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      default -> finite(lower);
    };
  }

  private static Double finite(String text) throws BadValue {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.e".indexOf(text.charAt(i)) < 0) {
        throw new BadValue("NotAFloat(ParseFloatError { kind: Invalid })");
      }
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      String kind = text.isEmpty() ? "Empty" : "Invalid";
      throw new BadValue("NotAFloat(ParseFloatError { kind: " + kind + " })");
    }
  }

  static Duration duration(String text) throws BadValue {
    String trimmed = text.strip();
    int end = 0;
    while (end < trimmed.length() && trimmed.charAt(end) >= '0' && trimmed.charAt(end) <= '9') {
      end++;
    }
    if (end == 0) {
      throw new BadValue("NotADuration");
    }
    try {
      long unit = millisOf(trimmed.substring(end));
      long number = digits(trimmed, 0, end, Long.MAX_VALUE);
      if (unit == 0 && number != 0) {
        throw new BadValue("NotADuration");
      }
      return atMostLongest(number, unit);
    } catch (BadValue tooLarge) {
      throw new BadValue("NotADuration");
    }
  }

  private static Duration atMostLongest(long number, long unit) {
    return unit != 0 && number > LONGEST.toMillis() / unit
        ? LONGEST
        : Duration.ofMillis(number * unit);
  }

  private static long millisOf(String unit) throws BadValue {
    return switch (unit) {
      case "" -> 0; // only zero goes without a unit
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> throw new BadValue("NotADuration");
    };
  }
}
