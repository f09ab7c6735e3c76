package weft.proxy.balance;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many of the responses of late were good, in ten slots of time that pass out one by one.
 *
 * <p>Time is passed in, in nanoseconds of a monotonic clock; slots begin at multiples of their
 * width after the first response. Source: docs/spec/outbound.md 25.2.
 */
final class SuccessWindow {
  private static final int SLOTS = 10;

  private final long width;
  private final long[] good = new long[SLOTS];
  private final long[] bad = new long[SLOTS];
  private long allGood;
  private long allBad;
  private int current;
  private long began;
  private boolean used;

  SuccessWindow(Duration window) {
    this.width = Math.max(1, window.toNanos() / SLOTS);
  }

  void add(boolean isGood, long nowNanos) {
    passTo(nowNanos);
    if (isGood) {
      good[current]++;
      allGood++;
    } else {
      bad[current]++;
      allBad++;
    }
  }

  private void passTo(long nowNanos) {
    if (!used) {
      used = true;
      began = nowNanos;
    }
    long steps = (nowNanos - began) / width;
    began += steps * width;
    for (long i = Math.min(steps, SLOTS); i > 0; i--) {
      current = (current + 1) % SLOTS;
      allGood -= good[current];
      allBad -= bad[current];
      good[current] = 0;
      bad[current] = 0;
    }
  }

  long good() {
    return allGood;
  }

  long total() {
    return allGood + allBad;
  }

  void clear() {
    Arrays.fill(good, 0);
    Arrays.fill(bad, 0);
    allGood = 0;
    allBad = 0;
  }
}
