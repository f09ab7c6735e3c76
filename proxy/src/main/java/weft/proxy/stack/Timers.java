package weft.proxy.stack;

import java.time.Duration;

/**
 * The monotonic clock and the alarms of one loop.
 *
 * <p>Passed in wherever time matters, so that tests run without sleeping. Alarms ring on the loop.
 */
public interface Timers {
  /** Monotonic time in nanoseconds, comparable by difference only. */
  long nanoTime();

  /** Runs {@code action} on the loop once {@code delay} has passed, unless stopped before. */
  Timer after(Duration delay, Runnable action);

  /** An armed alarm. */
  @FunctionalInterface
  interface Timer {
    /** No alarm; stopping it does nothing. */
    Timer UNSET = () -> {};

    /** Idempotent; once this returned the action does not run. */
    void stop();
  }
}
