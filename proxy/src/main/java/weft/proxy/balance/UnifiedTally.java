package weft.proxy.balance;

import org.jspecify.annotations.Nullable;
import weft.proxy.http.ResponseClass;

/**
 * Failures since the last success, and the share of successes of late.
 *
 * <p>A response that says that there were too many requests is no failure, but no success either
 * where the share is counted, and not enough to be let in again. Source: docs/spec/outbound.md
 * 25.2.
 */
final class UnifiedTally implements Tally {
  private static final String TRIPPED = "Unified circuit breaker tripped trip_reason=";
  private static final long WHOLE = 10_000;

  private final Accrual.Unified law;
  private final ConsecutiveTally consecutive;
  private final SuccessWindow window;

  UnifiedTally(Accrual.Unified law) {
    this.law = law;
    this.consecutive = new ConsecutiveTally(law.most());
    this.window = new SuccessWindow(law.window());
  }

  @Override
  public @Nullable String trips(ResponseClass response, long nowNanos) {
    boolean tooManyFailures = consecutive.trips(response, nowNanos) != null;
    boolean tooFewSuccesses = law.least() > 0 && isBelow(response, nowNanos);
    if (tooManyFailures) {
      return TRIPPED + "ConsecutiveFailures";
    }
    return tooFewSuccesses ? TRIPPED + "LowSuccessRate" : null;
  }

  private boolean isBelow(ResponseClass response, long nowNanos) {
    window.add(heals(response), nowNanos);
    return window.total() >= law.minRequests()
        && window.good() * WHOLE < window.total() * (long) law.least();
  }

  @Override
  public boolean heals(ResponseClass response) {
    return !response.failure() && !response.isExhausted();
  }

  @Override
  public String healed() {
    return "Unified circuit breaker reopened";
  }

  @Override
  public void clear() {
    consecutive.clear();
    window.clear();
  }
}
