package weft.control.mesh;

import java.time.Duration;
import java.util.Optional;

/**
 * What annotations of a Service or EgressNetwork say of traffic to it (control-plane.md 9.5).
 *
 * @param routes for routes that say nothing themselves
 * @param accrual when an endpoint is taken out; empty: never
 * @param bias how failures make an endpoint look slower; empty: not
 */
public record ParentTraffic(RouteTraffic routes, Optional<Accrual> accrual, Optional<Bias> bias) {
  public static final ParentTraffic NONE =
      new ParentTraffic(RouteTraffic.NONE, Optional.empty(), Optional.empty());

  /** When an endpoint is taken out, and for how long. */
  public sealed interface Accrual {
    int maxFailures();

    Backoff backoff();

    /** After so many failures in a row. */
    record Consecutive(int maxFailures, Backoff backoff) implements Accrual {}

    /**
     * After so many failures in a row, or when too few requests succeed.
     *
     * @param threshold the least rate of success, 0 to 1; 0 turns this off
     * @param window over which the rate decays
     * @param minRequests fewer say nothing
     */
    record Unified(
        int maxFailures, Backoff backoff, double threshold, Duration window, int minRequests)
        implements Accrual {}
  }

  /**
   * How long an endpoint stays out.
   *
   * @param jitter what may be added at random, as a share of the time
   * @param honorRetryAfter whether an answer's {@code retry-after} counts instead
   */
  public record Backoff(Duration min, Duration max, float jitter, boolean honorRetryAfter) {}

  /**
   * Failures counted as slow answers.
   *
   * @param penalty how slow
   * @param maxRetryAfter the most that an answer's {@code retry-after} may ask for
   */
  public record Bias(Duration penalty, Duration maxRetryAfter) {}
}
