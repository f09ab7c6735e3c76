package weft.proxy.balance;

import java.time.Duration;

/**
 * As {@link PeakEwma}, where failures count as slow answers: an endpoint that fails fast is not the
 * cheapest of all.
 *
 * <p>Reading changes nothing. A penalty is never less than what the endpoint costs already. Source:
 * docs/spec/outbound.md 20.5.
 */
final class PenaltyEwma implements Load {
  private static final long LEAST = Duration.ofMillis(1).toNanos();

  private final double decay;
  private double estimate;
  private long updated;
  private int pending;

  /** An estimate that begins at {@code rtt}, as nothing was measured yet. */
  PenaltyEwma(Duration rtt, Duration decay, long now) {
    this.decay = Math.max(decay.toNanos(), LEAST);
    this.estimate = Math.max(rtt.toNanos(), LEAST);
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
    sample((double) rtt, now);
  }

  @Override
  public void punish(long nanos, long now) {
    pending--;
    sample(Math.max((double) nanos, decayed(now)), now);
  }

  private void sample(double value, long now) {
    if (now - updated <= 0) {
      return;
    }
    double weight = weight(now);
    estimate = estimate * weight < value ? value : estimate * weight + value * (1 - weight);
    updated = now;
  }

  private double decayed(long now) {
    return now - updated <= 0 ? estimate : estimate * weight(now);
  }

  private double weight(long now) {
    return Math.exp(-(now - updated) / decay);
  }

  @Override
  public double cost(long now) {
    return decayed(now) * (pending + 1);
  }
}
