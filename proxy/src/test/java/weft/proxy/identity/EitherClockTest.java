package weft.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import weft.proxy.stack.Timers;

class EitherClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final Clocks clocks = new Clocks();

  /** A monotonic clock with its alarm, and a wall clock that can be set. */
  private static final class Clocks implements Timers {
    private Duration passed = Duration.ZERO;
    private Duration set = Duration.ZERO;
    private Duration ringsAt = Duration.ZERO;
    private Runnable alarm = () -> {};
    private boolean armed;
    private int rung;

    private Instant wall() {
      return START.plus(passed).plus(set);
    }

    private Timer arm(Duration delay) {
      return new EitherClock(this, this::wall).after(delay, () -> rung++);
    }

    @Override
    public long nanoTime() {
      return passed.toNanos();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
      ringsAt = passed.plus(delay);
      alarm = action;
      armed = true;
      return () -> armed = false;
    }

    private void pass(Duration time) {
      var end = passed.plus(time);
      while (armed && ringsAt.compareTo(end) <= 0) {
        passed = ringsAt;
        armed = false;
        alarm.run();
      }
      passed = end;
    }
  }

  @Property(tries = 200)
  void withoutAStepItRingsOnceAndInTime(@ForAll @IntRange(min = 1, max = 100_000) int millis) {
    var all = new Clocks();
    all.arm(Duration.ofMillis(millis));
    all.pass(Duration.ofMillis(millis - 1));
    assertThat(all.rung).isZero();
    all.pass(Duration.ofMillis(1));
    assertThat(all.rung).isEqualTo(1);
    all.pass(HOUR);
    assertThat(all.rung).isEqualTo(1);
  }

  @Property(tries = 200)
  void aStepOfTheWallClockInEitherDirectionNeverMakesItLate(
      @ForAll @IntRange(min = 1, max = 7_000) int seconds,
      @ForAll @IntRange(min = -3_600, max = 3_600) int step) {
    var all = new Clocks();
    all.arm(Duration.ofSeconds(seconds));
    all.set = Duration.ofSeconds(step);
    all.pass(Duration.ofSeconds(seconds));
    assertThat(all.rung).isEqualTo(1);
  }

  @Test
  void aStepOverTheTimeIsNoticedAtTheNextLook() {
    clocks.arm(Duration.ofMinutes(21));
    clocks.pass(Duration.ofSeconds(3));
    clocks.set = HOUR;
    clocks.pass(EitherClock.LOOK);
    assertThat(clocks.rung).isEqualTo(1);
  }

  @Test
  void aStepThatDoesNotReachTheTimeBringsItNearer() {
    clocks.arm(Duration.ofHours(17));
    clocks.set = HOUR;
    clocks.pass(Duration.ofHours(16).minusSeconds(1));
    assertThat(clocks.rung).isZero();
    clocks.pass(EitherClock.LOOK);
    assertThat(clocks.rung).isEqualTo(1);
  }

  @Test
  void aStepBackIsNoticedAtTheNextLook() {
    clocks.arm(Duration.ofHours(17));
    clocks.pass(Duration.ofSeconds(3));
    clocks.set = HOUR.negated();
    clocks.pass(EitherClock.LOOK);
    assertThat(clocks.rung).isEqualTo(1);
  }

  @Test
  void stoppedItIsSilent() {
    var alarm = clocks.arm(Duration.ofSeconds(30));
    clocks.pass(Duration.ofSeconds(15));
    alarm.stop();
    clocks.pass(HOUR);
    assertThat(clocks.rung).isZero();
  }
}
