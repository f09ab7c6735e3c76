package weft.cli.demo;

import java.util.ArrayList;
import java.util.List;
import weft.control.json.Json;
import weft.control.json.JsonException;

/**
 * What the client counted on one edge since it started.
 *
 * @param service whom it asked
 * @param requests all, failed ones too
 * @param failures one by one, as many as are told
 */
record EdgeCount(
    String service,
    long requests,
    long failed,
    double p50Ms,
    double p99Ms,
    List<Failure> failures) {

  EdgeCount {
    failures = List.copyOf(failures);
  }

  /** A request that failed; milliseconds of the wall clock. */
  record Failure(String why, long begunMs, long endedMs) {}

  static EdgeCount nothing(String service) {
    return new EdgeCount(service, 0, 0, 0, 0, List.of());
  }

  /** From a line that {@link Tally} made. */
  static EdgeCount of(Json.Members line) throws JsonException {
    var failures = new ArrayList<Failure>();
    if (line.values().get("failures") instanceof Json.Items(var items)) {
      for (var item : items) {
        if (item instanceof Json.Members failure) {
          failures.add(
              new Failure(
                  failure.text("why"), failure.whole("begun_ms"), failure.whole("ended_ms")));
        }
      }
    }
    return new EdgeCount(
        line.text("service"),
        line.whole("requests"),
        line.whole("failed"),
        line.whole("p50_us") / 1000.0,
        line.whole("p99_us") / 1000.0,
        failures);
  }

  /** Those that were under way at some moment of the span. */
  long failedWithin(long fromMs, long toMs) {
    return failures.stream()
        .filter(failure -> failure.begunMs <= toMs && failure.endedMs >= fromMs)
        .count();
  }
}
