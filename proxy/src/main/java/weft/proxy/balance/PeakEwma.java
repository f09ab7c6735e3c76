package weft.proxy.balance;

import java.time.Duration;

/**
 * What one endpoint costs: a moving average of round-trip times that follows peaks at once and
 * forgets them exponentially, times what is under way.
 *
 * <p>Deterministic: time is passed in, in nanoseconds of a monotonic clock. On one loop only.
 * Source: docs/spec/outbound.md 20.4, finagle's PeakEwma.
 */
final class PeakEwma implements Load {
  private static final long LEAST_RTT = Duration.ofMillis(1).toNanos();

  private final double decay;
  private double estimate;
  private long updated;
  private int pending;

  /** An estimate that begins at {@code rtt}, as nothing was measured yet. */
  PeakEwma(Duration rtt, Duration decay, long now) {
    this.decay = decay.toNanos();
    this.estimate = Math.max(rtt.toNanos(), LEAST_RTT);
    this.updated = now;
  }

  @Override
  public int pending() {
    return pending;
  }

  @Override
  public void begin() {
    pending++;
  }

  @Override
  public void complete(long rtt, long now) {
    pending--;
    sample(rtt, now);
  }

  @Override
  public void punish(long nanos, long now) {
    complete(nanos, now);
  }

  private void sample(long rtt, long now) {
    long elapsed = now - updated;
    if (elapsed <= 0) {
      return;
    }
    if (estimate < rtt) {
      estimate = rtt;
    } else {
      double weight = Math.exp(-elapsed / decay);
      estimate = estimate * weight + rtt * (1 - weight);
    }
    updated = now;
  }

  /** The cost of one more; reading it lets the estimate decay. */
  @Override
  public double cost(long now) {
    long elapsed = now - updated;
    if (elapsed > 0) {
      estimate *= Math.exp(-elapsed / decay);
      updated = now;
    }
    return estimate * (pending + 1);
  }
}
