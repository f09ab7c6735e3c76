package weft.proxy.stack;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try, after so many failures. Pure.
 *
 * <p>The i-th delay, counted from 0, is {@code min(max, base + rand[0, jitter] * base)} with {@code
 * base = min(min * 2^i, max)}. Source: docs/spec/outbound.md 30.
 *
 * @param min the first delay without jitter; zero only if {@code max} is not
 * @param max the longest delay, jitter included
 * @param jitter the part of a delay that chance may add, from 0 to 100
 */
public record ExponentialBackoff(Duration min, Duration max, double jitter) {
  /** Refuses ranges that make no sequence. */
  public ExponentialBackoff {
    if (min.isNegative() || max.compareTo(min) < 0 || max.isZero()) {
      throw new IllegalArgumentException(
          "backoff: min " + min + " and max " + max + " must be 0 <= min <= max, and max > 0");
    }
    if (!(jitter >= 0 && jitter <= 100)) {
      throw new IllegalArgumentException("backoff: jitter must be from 0 to 100, got " + jitter);
    }
  }

  /**
   * The delay before a try.
   *
   * @param failures how many delays of the sequence were waited before; any number from 0
   */
  public Duration delay(int failures, RandomGenerator random) {
    double longest = max.toNanos();
    double base = Math.min(min.toNanos() * Math.scalb(1.0, failures), longest);
    double jittered = jitter == 0 ? base : base + random.nextDouble() * jitter * base;
    return Duration.ofNanos((long) Math.min(jittered, longest));
  }
}
