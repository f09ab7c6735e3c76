package weft.proxy.balance;

import java.time.Duration;
import weft.proxy.stack.ExponentialBackoff;

/**
 * Which failures take an endpoint out of the choice, and for how long.
 *
 * <p>An endpoint that failed so is not chosen for as long as {@link #backoff} says; then one
 * request tries it, and its outcome decides. Source: docs/spec/outbound.md 25, 5.3.
 */
public sealed interface Accrual {
  /** How long it stays out, by how often it failed the try. */
  ExponentialBackoff backoff();

  /** What counts for one endpoint; nothing yet. */
  Tally tally();

  /**
   * So many failures without a success between them.
   *
   * @param most the failure that is too much; 0: none is
   */
  record Consecutive(int most, ExponentialBackoff backoff) implements Accrual {
    @Override
    public Tally tally() {
      return new ConsecutiveTally(most);
    }
  }

  /**
   * So many failures without a success between them, or too few successes of late.
   *
   * @param most as of {@link Consecutive}
   * @param least successes of 10,000 responses that are just enough; 0: none are needed
   * @param window how long a response counts, at least 10 ms if {@code least} is not 0
   * @param minRequests with fewer responses in the window there is nothing to say
   */
  record Unified(int most, int least, Duration window, int minRequests, ExponentialBackoff backoff)
      implements Accrual {
    @Override
    public Tally tally() {
      return new UnifiedTally(this);
    }
  }
}
