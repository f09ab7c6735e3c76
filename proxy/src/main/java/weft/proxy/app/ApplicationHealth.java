package weft.proxy.app;

import java.time.Duration;
import weft.proxy.config.ExplicitConfig;
import weft.proxy.stack.Timers;

/**
 * Waits until the application behind an explicit proxy shows that it is ready, so that no peer's
 * request meets an application that is only starting.
 *
 * <p>Asks the first declared port, again and again, on the thread of the timers, which a try holds
 * for at most half a second. Source: contracts.md 6.
 */
final class ApplicationHealth {
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final int PATIENCE_MILLIS = 500;

  private final HealthProbe probe;
  private final Timers timers;

  ApplicationHealth(ExplicitConfig explicit, Timers timers) {
    this.probe = new HealthProbe(explicit, PATIENCE_MILLIS);
    this.timers = timers;
  }

  /** Whether there is something to wait for. */
  boolean isWanted() {
    return probe.isWanted();
  }

  /** Runs the action once the check has passed; at once, on this thread, where none is wanted. */
  void await(Runnable action) {
    if (isWanted()) {
      timers.after(Duration.ZERO, () -> attempt(action));
    } else {
      action.run();
    }
  }

  private void attempt(Runnable action) {
    if (probe.ask() == null) {
      action.run();
    } else {
      timers.after(BETWEEN, () -> attempt(action));
    }
  }
}
