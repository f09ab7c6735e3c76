package weft.proxy.telemetry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code route_retryable_total}: the failures of profile routes that may be tried again, and those
 * that were not. Expiring. Source: telemetry.md 3.2.
 */
public final class RetryableMetrics {
  private static final String SKIPPED = "skipped";
  private static final String NO_BUDGET = "no_budget";

  private final Registry registry;
  private final Family<Counter> retryable;

  public RetryableMetrics(Registry registry) {
    this.registry = registry;
    retryable =
        registry.legacyCounter("route_retryable_total", "Total count of retryable HTTP responses.");
    registry.showLegacy(true, List.of(retryable));
  }

  /** What is counted for one route; one loop, until it is closed. */
  public Target target(Labels labels) {
    return new Target(labels);
  }

  /** The series of one route. */
  public final class Target implements AutoCloseable {
    private final Labels labels;
    private final Holds holds = registry.holds();
    private final Counter all;
    private final Map<String, Counter> skipped = new HashMap<>();

    private Target(Labels labels) {
      this.labels = labels;
      this.all = holds.with(retryable, labels);
      skipped.put(NO_BUDGET, holds.with(retryable, labels.and(SKIPPED, NO_BUDGET)));
    }

    /** A failure that may be tried again. */
    public void retryable() {
      all.add();
    }

    /** It was not, for one of few reasons. */
    public void skipped(String why) {
      Counter counter = skipped.get(why);
      if (counter == null) {
        counter = holds.with(retryable, labels.and(SKIPPED, why));
        skipped.put(why, counter);
      }
      counter.add();
    }

    @Override
    public void close() {
      holds.close();
    }
  }
}
