package weft.proxy.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.testkit.invariant.Invariant;

/**
 * A clock that tests turn by hand. Alarms ring inside {@link #advance}, in order of time, then of
 * arming. Kept in a field of a test class, it sees to it that no alarm is left armed.
 */
public final class TestTimers implements Timers, Invariant {
  private final List<Alarm> alarms = new ArrayList<>();
  // Not zero, and near the end of the range: monotonic time may be compared by difference only.
  private long now = Long.MAX_VALUE - 1_000_000_000L;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    var alarm = new Alarm(now + Math.max(0, delay.toNanos()), action);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  /** Turns the clock on, ringing what falls due on the way at its own time. */
  public void advance(Duration time) {
    long end = now + time.toNanos();
    for (Alarm next = first(); next != null && next.at - end <= 0; next = first()) {
      alarms.remove(next);
      now = next.at;
      next.action.run();
    }
    now = end;
  }

  /** How many alarms are armed. */
  public int armed() {
    return alarms.size();
  }

  private @Nullable Alarm first() {
    Alarm first = null;
    for (Alarm alarm : alarms) {
      if (first == null || alarm.at - first.at < 0) {
        first = alarm;
      }
    }
    return first;
  }

  @Override
  public String name() {
    return "armed timers";
  }

  @Override
  public List<String> broken() {
    return alarms.isEmpty() ? List.of() : List.of(alarms.size() + " timers are still armed");
  }

  private static final class Alarm {
    private final long at;
    private final Runnable action;

    Alarm(long at, Runnable action) {
      this.at = at;
      this.action = action;
    }
  }
}
