package weft.control.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.service;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.outbound.Backend;
import weft.api.outbound.FailureAccrual;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.ProxyProtocol;
import weft.control.wire.Spans;
import weft.control.wire.World;
import weft.testkit.Covers;

final class TrafficTest {
  private static final String ROUTE =
      """
      apiVersion: policy.linkerd.io/v1beta3
      kind: HTTPRoute
      metadata: { name: r, namespace: ns1 }
      spec: { parentRefs: [ { group: core, kind: Service, name: web } ] }
      """;

  @TempDir Path directory;
  private World world;
  private Outbound outbound;

  @BeforeEach
  void start() {
    world = new World(directory, web(""));
    outbound = new Outbound(world);
  }

  private static String web(String annotations) {
    return service(
            "web", "{ clusterIP: 10.9.9.9, ports: [ { port: 80 }, { port: 3306, name: db } ] }")
        .replace("{ port: 80 }", "{ port: 80, name: http }")
        .replace("ns1 }", "ns1, annotations: { " + annotations + " } }");
  }

  private ProxyProtocol.Detect detect() {
    return outbound.of("ns1", "10.9.9.9", 80).getProtocol().getDetect();
  }

  private HttpRoute.Rule rule() {
    return detect().getHttp1().getRoutes(0).getRules(0);
  }

  private FailureAccrual accrual() {
    assertThat(detect().getHttp1().getFailureAccrual())
        .isEqualTo(detect().getHttp2().getFailureAccrual());
    return detect().getHttp1().getFailureAccrual();
  }

  @Test
  @Covers("control-plane#O16")
  @SuppressWarnings("deprecation") // what older clients read
  void aServicesTimeoutIsForRoutesWithoutTheirOwn() {
    world.becomes(web("timeout.linkerd.io/request: 2s"), ROUTE);
    assertThat(rule().getTimeouts().getRequest()).isEqualTo(Spans.seconds(2));
    assertThat(rule().getRequestTimeout()).isEqualTo(Spans.seconds(2));
    assertThat(rule().getTimeouts().hasIdle()).isFalse();
    world.becomes(web("timeout.linkerd.io/request: 2s"));
    assertThat(rule().getTimeouts().getRequest()).isEqualTo(Spans.seconds(2));
  }

  @Test
  @Covers("control-plane#O17")
  void aRoutesTimeoutsReplaceTheServices() {
    world.becomes(
        web("timeout.linkerd.io/request: 2s"),
        ROUTE.replace("ns1 }", "ns1, annotations: { timeout.linkerd.io/idle: 5s } }"));
    assertThat(rule().getTimeouts().getIdle()).isEqualTo(Spans.seconds(5));
    assertThat(rule().getTimeouts().hasRequest()).isFalse();
  }

  @Test
  @Covers("control-plane#O18")
  void aWrongTimeoutTurnsTimeoutsOffAndNothingElse() {
    assertThat(
            world.doubts(
                web(
                    "timeout.linkerd.io/request: 1.5s, timeout.linkerd.io/idle: 1s,"
                        + " retry.linkerd.io/limit: \"3\"")))
        .singleElement()
        .asString()
        .contains(
            ":10:83: warning: metadata.annotations.timeout.linkerd.io/request: found \"1.5s\"");
    assertThat(rule().hasTimeouts()).isFalse();
    assertThat(rule().getRetry().getMaxRetries()).isEqualTo(3);
  }

  @Test
  @Covers("control-plane#O19")
  void retriesHaveConditionsLimitAndBackoff() {
    world.becomes(web("retry.linkerd.io/http: \"5xx,429\""));
    var retry = rule().getRetry();
    assertThat(retry.getMaxRetries()).isEqualTo(1);
    assertThat(retry.getMaxRequestBytes()).isEqualTo(65_536);
    assertThat(retry.getConditions().getStatusRangesList())
        .extracting(range -> range.getStart() + "-" + range.getEnd())
        .containsExactly("500-599", "429-429");
    assertThat(retry.getBackoff().getMinBackoff()).isEqualTo(Spans.millis(25));
    assertThat(retry.getBackoff().getMaxBackoff()).isEqualTo(Spans.millis(250));
    assertThat(retry.getBackoff().getJitterRatio()).isEqualTo(1f);
    assertThat(retry.hasTimeout()).isFalse();
  }

  @Test
  @Covers("control-plane#O20")
  void aSpaceInConditionsTurnsRetriesOffAndIsSaid() {
    assertThat(world.doubts(web("retry.linkerd.io/http: \"5xx, 429\"")))
        .singleElement()
        .asString()
        .contains("retry.linkerd.io/http: found \"5xx, 429\"", "no spaces");
    assertThat(rule().hasRetry()).isFalse();
  }

  @Test
  @Covers("control-plane#O21")
  void consecutiveFailuresTakeAnEndpointOut() {
    world.becomes(web("balancer.linkerd.io/failure-accrual: consecutive"));
    var failures = accrual().getConsecutiveFailures();
    assertThat(failures.getMaxFailures()).isEqualTo(7);
    assertThat(failures.getBackoff().getMinBackoff()).isEqualTo(Spans.seconds(1));
    assertThat(failures.getBackoff().getMaxBackoff()).isEqualTo(Spans.seconds(60));
    assertThat(failures.getBackoff().getJitterRatio()).isEqualTo(0.5f);
  }

  @Test
  @Covers("control-plane#O22")
  void aRateOfSuccessTakesAnEndpointOut() {
    world.becomes(
        web(
            "balancer.linkerd.io/failure-accrual: unified,"
                + " balancer.alpha.linkerd.io/failure-accrual-success-rate-threshold: \"0.9\""));
    var unified = accrual().getUnified();
    assertThat(unified.getSuccessRateThreshold()).isEqualTo(0.9);
    assertThat(unified.getDecay()).isEqualTo(Spans.seconds(10));
    assertThat(unified.getMinRequests()).isEqualTo(5);
    assertThat(unified.getMaxConsecutiveFailures()).isEqualTo(7);
    assertThat(unified.getBackoff().getMaxBackoff()).isEqualTo(Spans.seconds(60));
  }

  @Test
  @Covers({"control-plane#O23", "control-plane#O24"})
  void accrualThatIsWrongIsOffAndSaid() {
    assertThat(world.doubts(web("balancer.linkerd.io/failure-accrual: \"true\"")))
        .singleElement()
        .asString()
        .contains("balancer.linkerd.io/failure-accrual: found \"true\"");
    assertThat(detect().getHttp1().hasFailureAccrual()).isFalse();
    assertThat(
            world.doubts(
                web(
                    "balancer.linkerd.io/failure-accrual: consecutive,"
                        + " balancer.linkerd.io/failure-accrual-consecutive-min-penalty: 2m,"
                        + " balancer.linkerd.io/failure-accrual-consecutive-max-penalty: 60s")))
        .singleElement()
        .asString()
        .contains("max-penalty: found \"60s\"", "at least min-penalty");
    assertThat(detect().getHttp1().hasFailureAccrual()).isFalse();
  }

  @Test
  @Covers("control-plane#O25")
  void penaltiesAreForRequestsOnly() {
    world.becomes(web("balancer.alpha.linkerd.io/penalize-failures: \"true\""));
    var load = backend(rule()).getBalancer().getPenaltyPeakEwma();
    assertThat(load.getDefaultRtt()).isEqualTo(Spans.millis(30));
    assertThat(load.getDecay()).isEqualTo(Spans.seconds(10));
    assertThat(load.getPenalty()).isEqualTo(Spans.seconds(5));
    assertThat(load.getMaxRetryAfter()).isEqualTo(Spans.seconds(300));
    assertThat(load.getPenaltyDecay()).isEqualTo(Spans.seconds(10));
    var opaque = outbound.of("ns1", "10.9.9.9", 3306).getProtocol().getOpaque().getRoutes(0);
    assertThat(
            opaque
                .getRules(0)
                .getBackends()
                .getFirstAvailable()
                .getBackends(0)
                .getBackend()
                .getBalancer()
                .hasPeakEwma())
        .isTrue();
  }

  private static Backend backend(HttpRoute.Rule rule) {
    return rule.getBackends().getFirstAvailable().getBackends(0).getBackend();
  }

  @Test
  void whatIsWrongOnARouteIsAnError() {
    assertThat(
            world.refuses(
                web(""),
                ROUTE.replace("ns1 }", "ns1, annotations: { retry.linkerd.io/limit: many } }")))
        .singleElement()
        .asString()
        .contains(":15:77: error: metadata.annotations.retry.linkerd.io/limit: found \"many\"");
  }
}
