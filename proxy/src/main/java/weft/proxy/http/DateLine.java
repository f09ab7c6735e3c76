package weft.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@code date} line for responses that lack one, made anew once a second (RFC 9110, 6.6.1).
 *
 * <p>Of one loop.
 */
public final class DateLine {
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
      present = Header.of(HeaderName.DATE, HttpDate.print(now).getBytes(StandardCharsets.US_ASCII));
      second = now;
      line = present;
    }
    return present;
  }
}
