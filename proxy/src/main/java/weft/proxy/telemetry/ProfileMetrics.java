package weft.proxy.telemetry;

/**
 * The families of profile routes: requests, retries, and tries. Source: telemetry.md 3.1, 3.2.
 *
 * @param routes what the application sees: {@code route_}
 * @param retries {@code route_retryable_total}
 * @param tries each try: {@code route_actual_}, without latencies
 */
public record ProfileMetrics(
    RequestMetrics routes, RetryableMetrics retries, RequestMetrics tries) {
  /** Declares them, in the order in which they are shown. */
  public static ProfileMetrics declare(Registry registry) {
    return new ProfileMetrics(
        RequestMetrics.declare(registry, "route_", true),
        new RetryableMetrics(registry),
        RequestMetrics.declare(registry, "route_actual_", false));
  }
}
