package weft.proxy.telemetry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts values by bucket, and sums them. Any thread.
 *
 * <p>A scrape beside an observation may see its bucket before its sum; the count is always the sum
 * of the buckets.
 */
public final class Histogram extends Metric {
  private final Buckets buckets;
  private final AtomicLongArray counts;
  private final AtomicLong sum = new AtomicLong();

  Histogram(Buckets buckets) {
    this.buckets = buckets;
    this.counts = new AtomicLongArray(buckets.bounds.length + 1);
  }

  /** A value in the unit of the buckets: nanoseconds, whole milliseconds or bytes. */
  public void observe(long value) {
    long[] bounds = buckets.bounds;
    int i = 0;
    while (i < bounds.length && value > bounds[i]) {
      i++;
    }
    counts.getAndIncrement(i);
    sum.getAndAdd(value);
  }

  public long count() {
    long count = 0;
    for (int i = 0; i < counts.length(); i++) {
      count += counts.get(i);
    }
    return count;
  }

  @Override
  void write(SampleWriter out) {
    long[] now = new long[counts.length()];
    long count = 0;
    for (int i = 0; i < now.length; i++) {
      count += counts.get(i);
      now[i] = count;
    }
    out.histogram(buckets, now, sum.get());
  }
}
