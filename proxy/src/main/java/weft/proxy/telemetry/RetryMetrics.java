package weft.proxy.telemetry;

/**
 * What is counted about the retries of one policy route. Any thread. Source: telemetry.md 4.4.
 *
 * @param repeated further tries that were made
 * @param succeeded further tries after which no other was asked for
 * @param limits results that asked for one try more than the limit
 * @param overflows results that found nothing ready for another try
 * @param skipped all results that were not tried again, by reason
 */
public record RetryMetrics(
    Counter repeated,
    Counter succeeded,
    Counter limits,
    Counter overflows,
    Family<Counter> skipped,
    Labels labels) {
  /** A result that asked for another try was the last, for this reason. */
  public void skipped(String why) {
    switch (why) {
      case "limit_exceeded" -> limits.add();
      case "overflow" -> overflows.add();
      default -> {}
    }
    skipped.with(labels.and("reason", why)).add();
  }
}
