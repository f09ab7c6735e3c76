package weft.proxy.outbound;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import weft.proxy.stack.RetryBudget;

class RetryBudgetsTest {
  private static final RetryBudget.Law LAW = new RetryBudget.Law(Duration.ofSeconds(10), 0, 1);

  private final RetryBudgets budgets = new RetryBudgets();

  private RetryBudgets.Share acquire(String service, RetryBudget.Law law) {
    return requireNonNull(budgets.acquire(service, law, 0));
  }

  private static int left(RetryBudgets.Share share) {
    int count = 0;
    while (share.budget().withdraw(0)) {
      count++;
    }
    return count;
  }

  @Test
  void allThatAskForAServiceShareItsBudget() {
    assertThat(left(acquire("web:80", LAW))).isEqualTo(10);
    assertThat(left(acquire("web:80", LAW))).isZero();
    assertThat(left(acquire("api:80", LAW))).isEqualTo(10);
  }

  @Test
  void anotherBudgetBeginsAnew() {
    assertThat(left(acquire("web:80", LAW))).isEqualTo(10);
    var more = new RetryBudget.Law(Duration.ofSeconds(10), 0, 2);
    assertThat(left(acquire("web:80", more))).isEqualTo(20);
  }

  @Test
  void aBudgetLastsUntilItsLastUserHasGone() {
    var first = acquire("web:80", LAW);
    var second = acquire("web:80", LAW);
    assertThat(left(first)).isEqualTo(10);
    first.release();
    assertThat(left(acquire("web:80", LAW))).isZero();
    second.release();
    assertThat(left(second)).isZero();
  }

  @Test
  void aBudgetThatNobodyUsesIsForgotten() {
    var only = acquire("web:80", LAW);
    assertThat(left(only)).isEqualTo(10);
    only.release();
    assertThat(left(acquire("web:80", LAW))).isEqualTo(10);
  }

  @Test
  void withoutALawThereIsNone() {
    assertThat(budgets.acquire("web:80", null, 0)).isNull();
  }
}
