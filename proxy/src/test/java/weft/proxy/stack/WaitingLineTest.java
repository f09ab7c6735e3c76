package weft.proxy.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingLineTest {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final TestTimers timers = new TestTimers();
  private final Signal inner = new Signal(false);
  private final List<String> events = new ArrayList<>();
  private final WaitingLine<One> line = new WaitingLine<>(2, LIMIT, timers, inner, new Seen());
  private final List<String> outcome = new ArrayList<>();

  @AfterEach
  void dispose() {
    line.dispose();
  }

  @Test
  void whoWaitsIsServedInOrderWhenTheServiceIsReady() {
    offer("a");
    offer("b");
    inner.set(true);
    assertThat(outcome).containsExactly("a served", "b served");
    assertThat(timers.armed()).isZero();
  }

  @Test
  void oneMoreThanTheCapacityMayWait() {
    assertThat(List.of(offer("a"), offer("b"), offer("c"), offer("d")))
        .containsExactly(true, true, true, false);
    assertThat(line.isReady()).isFalse();
  }

  @Test
  void allFailTogetherAfterTheFirstWaitedTheWholeTimeout() {
    offer("a");
    timers.advance(LIMIT.minusMillis(1));
    offer("b");
    assertThat(outcome).isEmpty();
    timers.advance(Duration.ofMillis(1));
    assertThat(outcome).containsExactly("a gave up", "b gave up");
    assertThat(offer("c")).isFalse();
    assertThat(events).containsExactly("shut");
  }

  @Test
  void aFailingLineRecoversWithoutARequest() {
    offer("a");
    timers.advance(LIMIT);
    timers.advance(Duration.ofSeconds(1));
    inner.set(true);
    assertThat(events).containsExactly("shut", "open after PT1S");
    assertThat(line.isReady()).isTrue();
    assertThat(offer("b")).isTrue();
    assertThat(outcome).containsExactly("a gave up", "b served");
  }

  @Test
  void anIdleLineNeverBeginsToFail() {
    timers.advance(Duration.ofHours(1));
    assertThat(line.isReady()).isTrue();
    assertThat(events).isEmpty();
  }

  @Test
  void afterARecoveryTheWholeTimeoutIsWaitedAgain() {
    offer("a");
    timers.advance(Duration.ofSeconds(2));
    inner.set(true);
    inner.set(false);
    offer("b");
    timers.advance(Duration.ofSeconds(2));
    assertThat(outcome).containsExactly("a served");
    timers.advance(Duration.ofSeconds(1));
    assertThat(outcome).containsExactly("a served", "b gave up");
  }

  @Test
  void aServiceThatIsBusyAgainStopsTheServing() {
    offer("a");
    offer("b");
    busyAfter = 1;
    inner.set(true);
    assertThat(outcome).containsExactly("a served");
    inner.set(true);
    assertThat(outcome).containsExactly("a served", "b served");
  }

  @Test
  void whoWentAwayIsPassedOver() {
    var a = new One("a");
    line.offer(a);
    offer("b");
    a.gone = true;
    inner.set(true);
    assertThat(outcome).containsExactly("b served");
  }

  @Test
  void disposingFailsAllThatWait() {
    offer("a");
    line.dispose();
    assertThat(outcome).containsExactly("a disposed");
    assertThat(offer("b")).isFalse();
  }

  private int busyAfter = Integer.MAX_VALUE;

  private boolean offer(String name) {
    return line.offer(new One(name));
  }

  private final class One extends WaitingLine.Waiter {
    private final String name;
    private boolean gone;

    One(String name) {
      this.name = name;
    }

    @Override
    protected void serve() {
      outcome.add(name + " served");
      if (--busyAfter == 0) {
        inner.set(false);
      }
    }

    @Override
    protected void giveUp(Duration timeout) {
      outcome.add(name + " gave up");
    }

    @Override
    protected void dispose() {
      outcome.add(name + " disposed");
    }

    @Override
    protected boolean isGone() {
      return gone;
    }
  }

  private final class Seen implements LineEvents {
    @Override
    public void gateShut(Duration timeout) {
      events.add("shut");
    }

    @Override
    public void gateOpened(Duration elapsed) {
      events.add("open after " + elapsed);
    }
  }
}
