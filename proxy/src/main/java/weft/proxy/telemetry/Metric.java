package weft.proxy.telemetry;

/**
 * One series of a family.
 *
 * <p>Any thread. A series of an expiring family is dropped only once nobody holds it: see {@link
 * Holds}.
 */
public abstract sealed class Metric permits Counter, Gauge, Histogram, Sampled {
  /** Writes the samples of this series. */
  abstract void write(SampleWriter out);
}
