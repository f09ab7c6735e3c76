package weft.proxy.balance;

import org.jspecify.annotations.Nullable;
import weft.proxy.http.ResponseClass;

/** Failures since the last success. Source: docs/spec/outbound.md 25.1. */
final class ConsecutiveTally implements Tally {
  private final int most;
  private int failures;

  ConsecutiveTally(int most) {
    this.most = most;
  }

  @Override
  public @Nullable String trips(ResponseClass response, long nowNanos) {
    failures = response.failure() ? failures + 1 : 0;
    return failures == most && most > 0 ? "Consecutive failure-accrual breaker closed" : null;
  }

  @Override
  public boolean heals(ResponseClass response) {
    return !response.failure();
  }

  @Override
  public String healed() {
    return "Consecutive failure-accrual breaker reopened";
  }

  @Override
  public void clear() {
    failures = 0;
  }
}
