package weft.proxy.outbound;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.RetryBudget;

/**
 * The retry budgets of a process: one for each profile, however many loops and versions of HTTP its
 * requests come by, for as long as one of them uses it.
 *
 * <p>Any thread; asked when plans change, not on the way of a request. An update that says the same
 * about the budget leaves it as it is: what was spent stays spent. Source: docs/spec/outbound.md
 * 16.2.
 */
final class RetryBudgets {
  private final Map<Key, Shared> budgets = new HashMap<>();

  private record Key(String service, RetryBudget.Law law) {}

  private static final class Shared {
    private final RetryBudget budget;
    private int users;

    Shared(RetryBudget budget) {
      this.budget = budget;
    }
  }

  /** A budget in use. */
  record Share(RetryBudgets from, Key key, RetryBudget budget) {
    /** Gives it back, once. */
    void release() {
      from.release(key);
    }
  }

  /**
   * The budget of a profile.
   *
   * @param service its name and port
   * @param law null for none
   */
  synchronized @Nullable Share acquire(
      String service, RetryBudget.@Nullable Law law, long nowNanos) {
    if (law == null) {
      return null;
    }
    var key = new Key(service, law);
    Shared shared = budgets.computeIfAbsent(key, k -> new Shared(new RetryBudget(law, nowNanos)));
    shared.users++;
    return new Share(this, key, shared.budget);
  }

  private synchronized void release(Key key) {
    Shared shared = Objects.requireNonNull(budgets.get(key), "released more often than acquired");
    shared.users--;
    if (shared.users == 0) {
      budgets.remove(key);
    }
  }
}
