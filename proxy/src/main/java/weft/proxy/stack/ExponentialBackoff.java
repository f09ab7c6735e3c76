package weft.proxy.stack;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try, after so many failures. Pure.
 *
 * <p>The i-th delay, counted from 0, is {@code min(max, base + rand[0, jitter] * base)} with {@code
 * base = min(min * 2^i, top)}. Source: docs/spec/outbound.md 30, where {@code top} is {@code max}:
 * once it is reached chance adds nothing any more.
 *
 * @param min the first delay without jitter; zero only if {@code top} is not
 * @param top the longest delay without jitter
 * @param max the longest delay, jitter included
 * @param jitter the part of a delay that chance may add, from 0 to 100
 */
public record ExponentialBackoff(Duration min, Duration top, Duration max, double jitter) {
  /** Refuses ranges that make no sequence. */
  public ExponentialBackoff {
    if (min.isNegative() || top.compareTo(min) < 0 || max.compareTo(top) < 0 || top.isZero()) {
      throw new IllegalArgumentException(
          "backoff: min " + min + " and max " + max + " must be 0 <= min <= max, and max > 0");
    }
    if (!(jitter >= 0 && jitter <= 100)) {
      throw new IllegalArgumentException("backoff: jitter must be from 0 to 100, got " + jitter);
    }
  }

  /** As the specification has it. */
  public ExponentialBackoff(Duration min, Duration max, double jitter) {
    this(min, max, max, jitter);
  }

  /**
   * One of which chance is up to the half, at the longest delays too, so that many who lost the
   * same peer at the same time do not come back at the same time.
   */
  public static ExponentialBackoff spread(Duration min, Duration max) {
    Duration top = max.dividedBy(2);
    return new ExponentialBackoff(min.compareTo(top) < 0 ? min : top, top, max, 1);
  }

  /**
   * The delay before a try.
   *
   * @param failures how many delays of the sequence were waited before; any number from 0
   */
  public Duration delay(int failures, RandomGenerator random) {
    double highest = top.toNanos();
    double longest = max.toNanos();
    double base = Math.min(min.toNanos() * Math.scalb(1.0, failures), highest);
    double jittered = jitter == 0 ? base : base + random.nextDouble() * jitter * base;
    return Duration.ofNanos((long) Math.min(jittered, longest));
  }
}
