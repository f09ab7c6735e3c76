package weft.proxy.stack;

import java.time.Duration;

/**
 * Gives up on a service that stays unready too long while somebody waits for it, until it is ready
 * again.
 *
 * <p>Normal until somebody waits; then a timer runs, which further waiters do not restart and which
 * readiness stops; when it rings the service is failing, and stays so until it is ready, which
 * needs no request. A service that nobody waits for never begins to fail. On one loop only. Source:
 * docs/spec/outbound.md 20.2 and 30.
 */
public final class FailFast {
  private final Timers timers;
  private final Duration timeout;
  private final Readiness inner;
  private final Events events;
  private Timers.Timer timer = Timers.Timer.UNSET;
  private boolean waiting;
  private boolean failing;
  private long since;

  /** What the owner of the waiting does when the state changes. */
  public interface Events {
    /** Too long unready: fail what waits, let nothing more wait. */
    void entered();

    /** Ready again, {@code elapsed} after it had begun to fail. */
    void left(Duration elapsed);
  }

  /** A machine over {@code inner}; listens to its changes from now on. */
  public FailFast(Timers timers, Duration timeout, Readiness inner, Events events) {
    this.timers = timers;
    this.timeout = timeout;
    this.inner = inner;
    this.events = events;
    inner.onChange(this::changed);
  }

  public boolean isFailing() {
    return failing;
  }

  public Duration timeout() {
    return timeout;
  }

  /** Somebody waits for the service, which is not ready. */
  public void await() {
    if (!waiting && !failing) {
      waiting = true;
      timer = timers.after(timeout, this::tooLong);
    }
  }

  /** Nothing will wait any more: stops the timer. */
  public void dispose() {
    waiting = false;
    timer.stop();
  }

  private void tooLong() {
    if (!waiting) {
      return;
    }
    waiting = false;
    failing = true;
    since = timers.nanoTime();
    events.entered();
  }

  private void changed() {
    if (!inner.isReady()) {
      return;
    }
    dispose();
    if (failing) {
      failing = false;
      events.left(Duration.ofNanos(timers.nanoTime() - since));
    }
  }
}
