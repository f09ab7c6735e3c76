package weft.proxy.identity;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When to certify next: at 70 % of what is left, within limits. Pure. Source: identity-tls.md 8.3.
 *
 * @param min also after a failure without certificate; where it exceeds {@code max} it wins
 */
public record RefreshTimes(Duration min, Duration max) {
  /**
   * The wait after an attempt.
   *
   * @param expiry of the certificate in use; null without one
   */
  public Duration next(@Nullable Instant expiry, Instant now) {
    if (expiry == null || expiry.isBefore(now)) {
      return min;
    }
    var wait = Duration.between(now, expiry).multipliedBy(7).dividedBy(10);
    if (wait.compareTo(min) < 0) {
      return min;
    }
    return wait.compareTo(max) > 0 ? max : wait;
  }
}
