package weft.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.cli.demo.EdgeCount.Failure;
import weft.cli.demo.Script.Outage;

class VerdictTest {
  private final Counted well = Counted.well();

  private static List<String> problems(Counted counted) {
    return Verdict.problems(counted.sight(), List.of());
  }

  private static EdgeCount api(long requests, Failure... failures) {
    return new EdgeCount("api", requests, failures.length, 5, 50, List.of(failures));
  }

  @Test
  void countsThatAgreeAreNoProblem() {
    assertThat(problems(well)).isEmpty();
  }

  @Test
  void aRequestThatTheRoutesDidNotCountIsTold() {
    assertThat(problems(well.withEdge(api(101))))
        .containsExactly(
            "web -> api: the client made 101 requests, the routes of its sidecar counted 100");
  }

  @Test
  void aProfilesRouteCountsAsWell() {
    var byProfile =
        "route_response_total{direction=\"outbound\",dst=\"api.default.svc.cluster.local:80\"} 100\n";
    var web = well.web().replace(Counted.API_ROUTE, byProfile);
    assertThat(problems(well.withWeb(web))).isEmpty();
  }

  @Test
  void missingMetricsAreNotTakenForAgreement() {
    assertThat(problems(well.withWeb(well.web().replace(Counted.API_ROUTE, ""))))
        .singleElement()
        .asString()
        .contains("web -> api: cannot compare", "outbound_http_route_request_statuses_total");
  }

  @Test
  void anAttemptThatTheOtherSideDidNotCountIsTold() {
    var others = well.others().getOrDefault("api-3", "").replace(" 40\n", " 39\n");
    assertThat(problems(well.with("api-3", others)))
        .containsExactly("api-3: web's sidecar counted 40 responses, its own 39");
  }

  @Test
  void theKilledInstanceIsNotCompared() {
    var restarted = well.others().getOrDefault("api-3", "").replace(" 40\n", " 3\n");
    var killed = well.with("api-3", restarted).with(new Outage("127.0.1.4:9001", 10, 20));
    assertThat(problems(killed)).isEmpty();
  }

  @Test
  void whatWasUnderWayToTheKilledInstanceMayNotFailEither() {
    var counted =
        well.withEdge(api(100, new Failure("status 502", 9, 12)))
            .with(new Outage("127.0.1.4:9001", 10, 20));
    assertThat(problems(counted))
        .containsExactly(
            "web -> api: 1 requests failed, 1 of them as 127.0.1.4:9001 died: status 502");
    assertThat(counted.sight().edges().getFirst().failedInFlight()).isEqualTo(1);
  }

  @Test
  void reportsThatTheRouteCountedOtherwiseAreTold() {
    assertThat(problems(well.with(new ReportCount(2, 2, 0, 17))))
        .containsExactly("reports: the client saw 2 served, the route of its sidecar counted 3");
    assertThat(problems(well.with(new ReportCount(3, 1, 0, 17))))
        .containsExactly(
            "reports: the client saw 1 cut off by the timeout,"
                + " the route of its sidecar counted 2");
  }

  @Test
  void aReportMayFailByItsTimeoutOnly() {
    assertThat(problems(well.with(new ReportCount(3, 1, 1, 17))))
        .containsExactly("1 reports failed, but not by the timeout");
  }

  @Test
  void otherFailuresAreToldWithTheirReasons() {
    var counted =
        well.withEdge(api(100, new Failure("status 504", 30, 40)))
            .with(new Outage("127.0.1.4:9001", 10, 20));
    assertThat(problems(counted)).containsExactly("web -> api: 1 requests failed: status 504");
  }

  @Test
  void plaintextIsAProblem() {
    var plain = well.others().getOrDefault("greeter-1", "").replace("true", "no_identity");
    assertThat(problems(well.with("greeter-1", plain)))
        .containsExactly(
            "web -> greeter: the inbound sidecars did not count all of it as mutual TLS");
  }

  @Test
  void anEdgeWithoutRequestsIsAProblem() {
    assertThat(problems(well.withEdge(EdgeCount.nothing("cache"))))
        .containsExactly("web -> cache: no request was made");
  }

  @Test
  void whatTheControlPlanePushesMustBeInForceWithinASecond() {
    var pushed = new Event(Duration.ZERO, "api-4 added", Duration.ofMillis(1001), true);
    var started = new Event(Duration.ZERO, "control plane started", Duration.ofMillis(1001), false);
    assertThat(Verdict.problems(well.sight(), List.of(pushed, started)))
        .containsExactly("api-4 added was in force after 1001 ms only; 1000 ms are the limit");
  }
}
