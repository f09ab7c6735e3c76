package weft.cli.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import weft.control.json.Json;

/**
 * How the demo ended: what {@code --json} prints (contracts, 10).
 *
 * @param problems empty: all is well
 */
record Outcome(
    Duration duration,
    List<Edge> edges,
    List<Event> events,
    List<Memory> proxies,
    List<String> problems) {

  Outcome {
    edges = List.copyOf(edges);
    events = List.copyOf(events);
    proxies = List.copyOf(proxies);
    problems = List.copyOf(problems);
  }

  boolean isGood() {
    return problems.isEmpty();
  }

  Json json() {
    var members = new LinkedHashMap<String, Json>();
    members.put("ok", Json.of(isGood()));
    members.put("duration_s", number(seconds(duration), 1));
    members.put("edges", items(edges, Outcome::edge));
    members.put("events", items(events, Outcome::event));
    members.put("proxies", items(proxies, Outcome::proxy));
    return new Json.Members(members);
  }

  private static Json edge(Edge edge) {
    var count = edge.count();
    var members = new LinkedHashMap<String, Json>();
    members.put("from", Json.of(Edge.FROM));
    members.put("to", Json.of(edge.to()));
    members.put("protocol", Json.of(edge.protocol()));
    members.put("carried_as", Json.of(edge.carriedAs()));
    members.put("tls", Json.of(edge.encrypted()));
    members.put("requests", Json.of(count.requests()));
    members.put("failed", Json.of(count.failed()));
    members.put("failed_in_flight", Json.of(edge.failedInFlight()));
    members.put("success_rate", number(edge.successRate(), 6));
    members.put("p50_ms", number(count.p50Ms(), 2));
    members.put("p99_ms", number(count.p99Ms(), 2));
    members.put("endpoints", items(edge.endpoints(), Outcome::endpoint));
    return new Json.Members(members);
  }

  private static Json endpoint(Edge.Endpoint endpoint) {
    var members = new LinkedHashMap<String, Json>();
    members.put("addr", Json.of(endpoint.address()));
    members.put("workload", Json.of(endpoint.workload()));
    members.put("share", number(endpoint.share(), 3));
    members.put("p50_ms", number(endpoint.p50Ms(), 2));
    members.put("slow", Json.of(endpoint.slow()));
    return new Json.Members(members);
  }

  private static Json event(Event event) {
    var members = new LinkedHashMap<String, Json>();
    members.put("at_s", number(seconds(event.at()), 1));
    members.put("what", Json.of(event.what()));
    members.put("in_force_after_ms", Json.of(event.inForce().toMillis()));
    return new Json.Members(members);
  }

  private static Json proxy(Memory memory) {
    var members = new LinkedHashMap<String, Json>();
    members.put("workload", Json.of(memory.workload()));
    members.put("rss_mb", number(memory.rss(), 1));
    members.put("private_mb", number(memory.own(), 1));
    return new Json.Members(members);
  }

  private static <T> Json items(List<T> values, Function<T, Json> form) {
    return new Json.Items(values.stream().map(form).toList());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Json number(double value, int digits) {
    return Double.isFinite(value)
        ? new Json.Numeral(BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP))
        : new Json.Nothing();
  }
}
