package weft.proxy.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryBudgetTest {
  private static final Duration TEN = Duration.ofSeconds(10);
  private long now = Long.MAX_VALUE - 5;

  private RetryBudget budget(float ratio, int minPerSecond) {
    return new RetryBudget(new RetryBudget.Law(TEN, ratio, minPerSecond), now);
  }

  private int withdrawals(RetryBudget budget) {
    int count = 0;
    while (count < 100_000 && budget.withdraw(now)) {
      count++;
    }
    return count;
  }

  @ParameterizedTest
  @CsvSource({"0.2, 20", "0.1, 10", "1, 100", "2, 200", "1000, 100000", "0, 0"})
  void theRatioIsOfWhatWasNotRepeated(float ratio, int repeated) {
    var budget = budget(ratio, 0);
    for (int i = 0; i < 100; i++) {
      budget.deposit(now);
    }
    assertThat(withdrawals(budget)).isEqualTo(repeated);
  }

  @Test
  void soManyASecondAreRepeatedInAnyCase() {
    assertThat(withdrawals(budget(0.2f, 10))).isEqualTo(100);
    assertThat(withdrawals(budget(0, 3))).isEqualTo(30);
    assertThat(withdrawals(budget(1e-9f, Integer.MAX_VALUE))).isEqualTo(100_000);
  }

  @Test
  void whatIsOlderThanTheTimeNoLongerCounts() {
    var budget = budget(1, 0);
    budget.deposit(now);
    now += Duration.ofSeconds(9).toNanos();
    budget.deposit(now);
    now += Duration.ofSeconds(1).toNanos();
    assertThat(withdrawals(budget)).isEqualTo(1);
  }

  @Test
  void whatWasTakenComesBackAfterTheTime() {
    var budget = budget(1, 1);
    assertThat(withdrawals(budget)).isEqualTo(10);
    now += Duration.ofSeconds(9).toNanos();
    assertThat(withdrawals(budget)).isZero();
    now += Duration.ofSeconds(1).toNanos();
    assertThat(withdrawals(budget)).isEqualTo(10);
    now += Duration.ofDays(400).toNanos();
    assertThat(withdrawals(budget)).isEqualTo(10);
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    assertThatThrownBy(() -> new RetryBudget.Law(Duration.ofSeconds(1000), 1, 0))
        .hasMessageContaining("ttl must be from 1s to 60s");
    assertThatThrownBy(() -> new RetryBudget.Law(TEN, -1, 0)).hasMessageContaining("ratio");
    assertThatThrownBy(() -> new RetryBudget.Law(TEN, Float.NaN, 0)).hasMessageContaining("ratio");
    assertThatThrownBy(() -> new RetryBudget.Law(TEN, 10_000, 0)).hasMessageContaining("ratio");
    assertThatThrownBy(() -> new RetryBudget.Law(TEN, 1, -1)).hasMessageContaining("4294967295");
  }

  /** What some threads do at once, each so often; how often it was true. */
  private static long together(int threads, int times, BooleanSupplier action) {
    var count = new LongAdder();
    var all = new ArrayList<Thread>();
    for (int i = 0; i < threads; i++) {
      all.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int j = 0; j < times; j++) {
                      count.add(action.getAsBoolean() ? 1 : 0);
                    }
                  }));
    }
    all.forEach(RetryBudgetTest::join);
    return count.sum();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void threadsThatShareABudgetTakeOutWhatTheyAllPutIn() {
    var budget = budget(0.5f, 0);
    together(
        4,
        10_000,
        () -> {
          budget.deposit(now);
          return true;
        });
    assertThat(together(4, 10_000, () -> budget.withdraw(now))).isEqualTo(20_000);
  }

  @Test
  void threadsThatPutInAndTakeOutAtOnceTakeNoMoreThanWasPutIn() {
    var budget = budget(1, 0);
    long taken =
        together(
            4,
            20_000,
            () -> {
              budget.deposit(now);
              return budget.withdraw(now);
            });
    assertThat(taken + withdrawals(budget)).isEqualTo(80_000);
  }

  @Test
  void aThreadWhoseClockIsBehindTurnsNothingBack() {
    var budget = budget(1, 0);
    now += Duration.ofSeconds(5).toNanos();
    budget.deposit(now);
    budget.deposit(now - Duration.ofSeconds(2).toNanos());
    assertThat(withdrawals(budget)).isEqualTo(2);
  }
}
