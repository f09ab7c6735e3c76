package weft.proxy.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a response says about when to ask again. Pure. Source: docs/spec/outbound.md 20.5; RFC 9110,
 * 10.2.3; gRPC proposal A6.
 */
public final class RetryHint {
  /** What {@link #grpcStatus} says where there is none. */
  public static final int NO_STATUS = -1;

  private static final HeaderName RETRY_AFTER = HeaderName.of("retry-after");
  private static final HeaderName PUSHBACK = HeaderName.of("grpc-retry-pushback-ms");
  private static final int MOST_DIGITS = 10;

  private RetryHint() {}

  /** By {@code retry-after}, in seconds or as a date; null if it says nothing of sense. */
  public static @Nullable Duration after(Headers headers, long epochMillis) {
    String value = headers.value(RETRY_AFTER);
    if (value == null) {
      return null;
    }
    long seconds = number(value);
    return seconds >= 0 ? Duration.ofSeconds(seconds) : until(value, epochMillis);
  }

  private static @Nullable Duration until(String date, long epochMillis) {
    long second = HttpDate.parse(date);
    return second == HttpDate.NONE
        ? null
        : Duration.ofMillis(Math.max(0, second * 1000 - epochMillis));
  }

  /** By {@code grpc-retry-pushback-ms}; null if it says nothing of sense. */
  public static @Nullable Duration pushback(Headers headers) {
    String value = headers.value(PUSHBACK);
    long millis = value == null ? -1 : number(value);
    return millis < 0 || millis > Integer.MAX_VALUE ? null : Duration.ofMillis(millis);
  }

  /** The status of a call of gRPC that ends with its head; {@link #NO_STATUS} for all else. */
  public static int grpcStatus(Headers headers) {
    String status = GrpcContent.is(headers) ? headers.value(HeaderName.GRPC_STATUS) : null;
    return status == null ? NO_STATUS : GrpcCode.of(status);
  }

  /** A whole number of up to ten digits; -1 for anything else. */
  private static long number(String text) {
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return text.isEmpty() || text.length() > MOST_DIGITS ? -1 : number;
  }
}
