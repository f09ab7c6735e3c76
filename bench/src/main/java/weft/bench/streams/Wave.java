package weft.bench.streams;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** When each stream got the message that all of them wait for. Any thread. */
final class Wave {
  private final long start;
  private final long[] nanos;
  private final AtomicInteger count = new AtomicInteger();
  private final CountDownLatch missing;

  /**
   * Begins now.
   *
   * @param start monotonic nanoseconds
   */
  Wave(int streams, long start) {
    this.start = start;
    this.nanos = new long[streams];
    this.missing = new CountDownLatch(streams);
  }

  /** One stream got it; called once for each. */
  void arrived(long now) {
    nanos[count.getAndIncrement()] = now - start;
    missing.countDown();
  }

  /** Waits for all, or until the limit; the times of those that came. */
  Times await(Duration limit) throws InterruptedException {
    var _ = missing.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    int came = nanos.length - (int) missing.getCount();
    var times = Arrays.copyOf(nanos, came);
    Arrays.sort(times);
    return new Times(nanos.length, times);
  }
}
