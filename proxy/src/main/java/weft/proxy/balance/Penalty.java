package weft.proxy.balance;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Headers;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.RetryHint;

/**
 * For which responses an endpoint is avoided for a while, and how much. Pure but for the wall clock
 * that it is given. Source: docs/spec/outbound.md 20.5.
 *
 * @param least what a failure costs at least
 * @param mostHint as much of the endpoint's own wish to be left alone is heeded
 */
public record Penalty(Duration least, Duration mostHint) {
  /** What a response costs that is no failure of this kind. */
  static final long NONE = -1;

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  /** Nanoseconds, or {@link #NONE}. */
  long of(ResponseHead head, long epochMillis) {
    int status = head.status();
    if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
      return hinted(RetryHint.after(head.headers(), epochMillis));
    }
    if (status / 100 == 5) {
      return least.toNanos();
    }
    return status == 200 ? ofGrpc(head.headers()) : NONE;
  }

  /** Of a call that was answered without a message; other statuses come too late. */
  private long ofGrpc(Headers headers) {
    return switch (RetryHint.grpcStatus(headers)) {
      case 8, 14 -> hinted(RetryHint.pushback(headers));
      case 2, 4, 13, 15 -> least.toNanos();
      default -> NONE;
    };
  }

  private long hinted(@Nullable Duration hint) {
    if (hint == null) {
      return least.toNanos();
    }
    Duration heeded = hint.compareTo(mostHint) < 0 ? hint : mostHint;
    return Math.max(least.toNanos(), heeded.toNanos());
  }
}
