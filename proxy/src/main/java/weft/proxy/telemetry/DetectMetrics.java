package weft.proxy.telemetry;

/** The families of HTTP detection, which both directions have. Source: telemetry.md 4.3, 4.4. */
final class DetectMetrics {
  private DetectMetrics() {}

  static Family<Histogram> duration(Registry registry, String direction) {
    return registry.histogram(
        direction + "_tcp_detect_http_duration",
        "Time taken for protocol detection",
        "seconds",
        Buckets.seconds(0.001, 0.1));
  }

  static Family<Counter> results(Registry registry, String direction) {
    return registry.counter(
        direction + "_tcp_detect_http_results", "Results for protocol detection");
  }
}
