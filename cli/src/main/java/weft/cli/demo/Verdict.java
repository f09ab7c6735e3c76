package weft.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weft.cli.metrics.Sample;

/**
 * Whether the client's counts and the proxies' agree, and nothing failed that need not (contracts,
 * 10). Pure.
 */
final class Verdict {
  private static final List<String> ROUTES =
      List.of(
          "outbound_http_route_request_statuses_total",
          "outbound_grpc_route_request_statuses_total");
  private static final String PROFILE_ROUTES = "route_response_total";

  private final Sight sight;
  private final List<String> problems = new ArrayList<>();

  private Verdict(Sight sight) {
    this.sight = sight;
  }

  /** What is wrong, a sentence each; empty where all is well. */
  static List<String> problems(Sight sight, List<Event> events) {
    var verdict = new Verdict(sight);
    sight.edges().forEach(verdict::judge);
    verdict.judgeReports(sight.reports());
    events.stream().filter(Event::isLate).forEach(verdict::late);
    return List.copyOf(verdict.problems);
  }

  private void judge(Edge edge) {
    if (edge.count().requests() == 0) {
      problem(edge, "no request was made");
      return;
    }
    judgeFailures(edge);
    if (!edge.encrypted()) {
      problem(edge, "the inbound sidecars did not count all of it as mutual TLS");
    }
    if (!Sight.isOpaque(edge.to())) {
      compareRequests(edge);
      sight.instances(edge.to()).forEach(this::compareAttempts);
    }
  }

  private void judgeFailures(Edge edge) {
    long failed = edge.count().failed();
    long inFlight = edge.failedInFlight();
    if (failed > 0) {
      var when =
          inFlight == 0
              ? ""
              : ", %d of them as %s died".formatted(inFlight, sight.outage().address());
      problem(edge, "%d requests failed%s: %s".formatted(failed, when, reasons(edge)));
    }
  }

  /** Those that the timeout cut off are failures to the route, and were meant to be. */
  private void judgeReports(ReportCount reports) {
    if (reports.failed() > 0) {
      problems.add("%d reports failed, but not by the timeout".formatted(reports.failed()));
    }
    compareReports("served", "success", reports.served());
    compareReports("cut off by the timeout", "failure", reports.timedOut() + reports.failed());
  }

  private void compareReports(String what, String classification, long seen) {
    var route = ofProfile("api").and(Verdict::isReport);
    var counted = route.and(sample -> sample.has("classification", classification));
    long proxy = Math.round(sight.web().sum(PROFILE_ROUTES, counted));
    if (proxy != seen) {
      problems.add(
          "reports: the client saw %d %s, the route of its sidecar counted %d"
              .formatted(seen, what, proxy));
    }
  }

  private static boolean isReport(Sample sample) {
    return sample.has("rt_route", DemoMesh.REPORT_ROUTE);
  }

  private static String reasons(Edge edge) {
    return edge.count().failures().stream()
        .map(EdgeCount.Failure::why)
        .distinct()
        .limit(5)
        .collect(Collectors.joining(", "));
  }

  /** A request goes by one route, of a policy or of a profile. */
  private void compareRequests(Edge edge) {
    var counted =
        Stream.concat(
                ROUTES.stream().flatMap(name -> series(name, ofParent(edge.to()))),
                series(PROFILE_ROUTES, ofProfile(edge.to()).and(s -> !isReport(s))))
            .toList();
    if (counted.isEmpty()) {
      problem(
          edge,
          "cannot compare: web's sidecar has neither %s nor %s of it"
              .formatted(String.join(" nor ", ROUTES), PROFILE_ROUTES));
      return;
    }
    long proxy = Math.round(counted.stream().mapToDouble(Sample::value).sum());
    if (proxy != edge.count().requests()) {
      problem(
          edge,
          "the client made %d requests, the routes of its sidecar counted %d"
              .formatted(edge.count().requests(), proxy));
    }
  }

  private Stream<Sample> series(String name, Predicate<Sample> which) {
    return sight.web().of(name, which).stream();
  }

  private static Predicate<Sample> ofParent(String service) {
    return sample ->
        sample.has("parent_name", service) || sample.label("parent_name").startsWith(service + ".");
  }

  private static Predicate<Sample> ofProfile(String service) {
    return sample ->
        sample.has("direction", "outbound") && sample.label("dst").startsWith(service + ".");
  }

  /** The killed instance has lost its counters. */
  private void compareAttempts(Instance instance) {
    double sent = sight.sent(instance);
    if (sent == 0 || instance.address().equals(sight.outage().address())) {
      return;
    }
    double got = sight.scrape(instance).sum("response_total", Sight.inbound(instance));
    if (sent != got) {
      problems.add(
          "%s: web's sidecar counted %.0f responses, its own %.0f"
              .formatted(instance.name(), sent, got));
    }
  }

  private void late(Event event) {
    problems.add(
        "%s was in force after %d ms only; %d ms are the limit"
            .formatted(event.what(), event.inForce().toMillis(), Event.PUSH_LIMIT.toMillis()));
  }

  private void problem(Edge edge, String what) {
    problems.add("%s -> %s: %s".formatted(Edge.FROM, edge.to(), what));
  }
}
