package weft.testkit.toxic;

import java.time.Duration;

/**
 * The toxic of one direction, changed by the test while pumps wait on it.
 *
 * <p>A change wakes who waits: a stopped or slow direction is good at once.
 */
final class Valve {
  private Toxic toxic = Toxic.NONE;
  private long changes;

  synchronized void set(Toxic next) {
    toxic = next;
    changes++;
    notifyAll();
  }

  /** The toxic as it is now, once reading is allowed. */
  synchronized Toxic awaitOpen() throws InterruptedException {
    while (toxic.stopped()) {
      wait();
    }
    return toxic;
  }

  /** Waits that long, or less when the toxic changes. */
  synchronized void hold(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    long seen = changes;
    for (long left = time.toNanos();
        left > 0 && changes == seen;
        left = deadline - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }
}
