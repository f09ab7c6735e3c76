package weft.proxy.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import weft.proxy.stack.Timers;

/**
 * Alarms for what ends by the wall clock, as certificates do: they ring once so much time has
 * passed by either clock, and soon after the wall clock was set back.
 *
 * <p>The monotonic clock does not notice that a machine's time was set, or that it slept; the wall
 * clock is looked at every {@link #LOOK}. A step back of less than that is not noticed, and need
 * not be: issuers allow for more.
 *
 * @param timers ring, and tell monotonic time
 * @param wall what certificates go by
 */
public record EitherClock(Timers timers, InstantSource wall) implements Timers {
  /** How late a step of the wall clock may be noticed. */
  static final Duration LOOK = Duration.ofSeconds(10);

  @Override
  public long nanoTime() {
    return timers.nanoTime();
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    var alarm = new Alarm(delay, wall.instant(), action);
    alarm.next();
    return alarm;
  }

  private final class Alarm implements Timer {
    private final Instant due;
    private final Runnable action;
    private Duration left;
    private Instant seen;
    private Timer look = Timer.UNSET;

    Alarm(Duration delay, Instant now, Runnable action) {
      this.due = now.plus(delay);
      this.action = action;
      this.left = delay;
      this.seen = now;
    }

    void next() {
      var wait = left.compareTo(LOOK) < 0 ? left : LOOK;
      left = left.minus(wait);
      look = timers.after(wait, this::look);
    }

    private void look() {
      var now = wall.instant();
      if (left.isZero() || !now.isBefore(due) || now.isBefore(seen)) {
        action.run();
      } else {
        seen = now;
        next();
      }
    }

    @Override
    public void stop() {
      look.stop();
    }
  }
}
