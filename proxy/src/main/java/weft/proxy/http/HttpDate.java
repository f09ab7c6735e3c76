package weft.proxy.http;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Dates as IMF-fixdate: {@code Sun, 06 Nov 1994 08:49:37 GMT} (RFC 9110, 5.6.7). Pure. */
final class HttpDate {
  /** What {@link #parse} says to what is no such date. */
  static final long NONE = Long.MIN_VALUE;

  private static final String DAYS = "MonTueWedThuFriSatSun";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int LENGTH = 29;

  private HttpDate() {}

  /** Seconds since 1970; the day of the week and the obsolete forms are not looked at. */
  static long parse(String text) {
    if (text.length() != LENGTH || !text.endsWith(" GMT")) {
      return NONE;
    }
    int month = MONTHS.indexOf(text.substring(8, 11));
    try {
      return LocalDateTime.of(
              number(text, 12, 16),
              month < 0 ? 0 : month / 3 + 1,
              number(text, 5, 7),
              number(text, 17, 19),
              number(text, 20, 22),
              number(text, 23, 25))
          .toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeException | NumberFormatException e) {
      return NONE;
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  static String print(long epochSecond) {
    var at = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
    int day = (at.getDayOfWeek().getValue() - 1) * 3;
    int month = (at.getMonthValue() - 1) * 3;
    return new StringBuilder(32)
        .append(DAYS, day, day + 3)
        .append(", ")
        .append(two(at.getDayOfMonth()))
        .append(' ')
        .append(MONTHS, month, month + 3)
        .append(' ')
        .append(at.getYear())
        .append(' ')
        .append(two(at.getHour()))
        .append(':')
        .append(two(at.getMinute()))
        .append(':')
        .append(two(at.getSecond()))
        .append(" GMT")
        .toString();
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
