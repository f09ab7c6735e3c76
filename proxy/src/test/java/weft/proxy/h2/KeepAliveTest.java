package weft.proxy.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.proxy.stack.Timers;

/** When a silent peer is asked, and when it is given up. */
final class KeepAliveTest {
  private final Clock clock = new Clock();
  private final List<String> told = new ArrayList<>();
  private final KeepAlive keepAlive =
      new KeepAlive(
          clock,
          H2Options.DEFAULT.withKeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(3)),
          () -> told.add("ping"),
          () -> told.add("dead"));

  /** One alarm at a time is all that is asked for. */
  private static final class Clock implements Timers {
    long now;
    long due = -1;
    Runnable action = () -> {};

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Timer after(Duration delay, Runnable then) {
      due = now + delay.toNanos();
      action = then;
      return () -> due = -1;
    }

    void passes(int seconds) {
      long end = now + Duration.ofSeconds(seconds).toNanos();
      while (due >= 0 && due <= end) {
        now = due;
        due = -1;
        action.run();
      }
      now = end;
    }
  }

  @Test
  void aPeerThatDoesNotAnswerIsDeadAfterIntervalAndTimeout() {
    keepAlive.start();
    clock.passes(12);
    assertThat(told).containsExactly("ping");
    clock.passes(1);
    assertThat(told).containsExactly("ping", "dead");
    assertThat(clock.due).isNegative();
  }

  @Test
  void aPeerThatAnswersIsAskedAgainAfterTheInterval() {
    keepAlive.start();
    clock.passes(11);
    keepAlive.heard();
    clock.passes(9);
    assertThat(told).containsExactly("ping");
    clock.passes(2);
    assertThat(told).containsExactly("ping", "ping");
    keepAlive.stop();
    clock.passes(60);
    assertThat(told).containsExactly("ping", "ping");
  }

  @Test
  void aPeerThatTalksIsNotAsked() {
    keepAlive.start();
    for (int i = 0; i < 10; i++) {
      clock.passes(5);
      keepAlive.heard();
    }
    assertThat(told).isEmpty();
  }
}
