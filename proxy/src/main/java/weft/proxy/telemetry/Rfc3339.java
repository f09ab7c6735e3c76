package weft.proxy.telemetry;

/** UTC times as RFC 3339 writes them, without the classes of a formatter. */
final class Rfc3339 {
  private Rfc3339() {}

  /**
   * Appends {@code 2026-08-21T10:00:00.123456Z}.
   *
   * @param fraction of the second, in units of ten to the minus {@code digits}
   */
  static void append(StringBuilder out, long epochSeconds, int fraction, int digits) {
    date(out, Math.floorDiv(epochSeconds, 86_400L));
    int second = (int) Math.floorMod(epochSeconds, 86_400L);
    two(out.append('T'), second / 3600);
    two(out.append(':'), second / 60 % 60);
    two(out.append(':'), second % 60);
    LogFormat.pad(out.append('.'), Integer.toString(fraction), digits, '0').append('Z');
  }

  /** Days since 1970 as a date; years begin in March (Hinnant, days_from_civil). */
  private static void date(StringBuilder out, long epochDay) {
    long shifted = epochDay + 719_468;
    long era = Math.floorDiv(shifted, 146_097L);
    int day = (int) Math.floorMod(shifted, 146_097L);
    int year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    int ofYear = day - (365 * year + year / 4 - year / 100);
    int month = (5 * ofYear + 2) / 153;
    int civil = month < 10 ? month + 3 : month - 9;
    LogFormat.pad(out, Long.toString(year + era * 400 + (civil <= 2 ? 1 : 0)), 4, '0');
    two(out.append('-'), civil);
    two(out.append('-'), ofYear - (153 * month + 2) / 5 + 1);
  }

  private static void two(StringBuilder out, int number) {
    out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
