package weft.proxy.balance;

/**
 * What one endpoint costs, by what was measured there.
 *
 * <p>Deterministic: time is passed in, in nanoseconds of a monotonic clock. On one loop only.
 */
sealed interface Load extends HasCost permits PeakEwma, PenaltyEwma {
  /** Measurements that are not complete. */
  int pending();

  /** A measurement began. */
  void begin();

  /** A measurement that {@link #begin} began is complete. */
  void complete(long rttNanos, long nowNanos);

  /** The same, where the endpoint is to be avoided as if it had taken at least so long. */
  void punish(long nanos, long nowNanos);
}
