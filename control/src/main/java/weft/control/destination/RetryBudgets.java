package weft.control.destination;

import weft.api.destination.RetryBudget;
import weft.control.wire.Spans;

/** The retry budget of a destination whose profile gives none. */
final class RetryBudgets {
  private RetryBudgets() {}

  static RetryBudget standard() {
    return RetryBudget.newBuilder()
        .setMinRetriesPerSecond(10)
        .setRetryRatio(0.2f)
        .setTtl(Spans.seconds(10))
        .build();
  }
}
