package weft.proxy.http;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@code date} line for responses that lack one, made anew once a second (RFC 9110, 6.6.1).
 *
 * <p>Of one loop.
 */
public final class DateLine {
  private static final String DAYS = "MonTueWedThuFriSatSun";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private final LongSupplier epochMillis;
  private long second = Long.MIN_VALUE;
  private @Nullable Header line;

  /** By this wall clock. */
  public DateLine(LongSupplier epochMillis) {
    this.epochMillis = epochMillis;
  }

  /** As of now. */
  public Header line() {
    long now = Math.floorDiv(epochMillis.getAsLong(), 1000L);
    Header present = line;
    if (present == null || now != second) {
      present = Header.of(HeaderName.DATE, print(now).getBytes(StandardCharsets.US_ASCII));
      second = now;
      line = present;
    }
    return present;
  }

  /** As IMF-fixdate: {@code Sun, 06 Nov 1994 08:49:37 GMT} (RFC 9110, 5.6.7). */
  private static String print(long epochSecond) {
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
