package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.api.outbound.ExponentialBackoff;
import weft.api.outbound.FailureAccrual;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.testkit.Covers;
import weft.testkit.mesh.Say;
import weft.testkit.peer.RawServer;

/** What becomes of an endpoint that fails again and again: outbound.md 25. */
final class OutboundBreakerTest {
  private static final String ENDPOINTS = "outbound_http_balancer_endpoints";

  private final TestMesh mesh = new TestMesh();
  private final RawServer app = mesh.app();

  @AfterEach
  void close() {
    mesh.close();
  }

  private Sidecar under(FailureAccrual.Builder accrual) {
    mesh.knowsWeb(Say.endpoint(app.address()));
    mesh.control.outbound().whenCalled(call -> call.send(policy(accrual)));
    return mesh.start(mesh.environment().with("OUTBOUND_HTTP_FAILFAST_TIMEOUT", "300ms"));
  }

  private static OutboundPolicy policy(FailureAccrual.Builder accrual) {
    var detect = Say.balanced(TestMesh.WEB + ":80").getProtocol().getDetect().toBuilder();
    detect.setHttp1(detect.getHttp1().toBuilder().setFailureAccrual(accrual));
    return Routes.policy(ProxyProtocol.newBuilder().setDetect(detect));
  }

  private static FailureAccrual.Builder consecutive(int most, long backoffMillis) {
    var backoff = Routes.millis(backoffMillis);
    return FailureAccrual.newBuilder()
        .setConsecutiveFailures(
            FailureAccrual.ConsecutiveFailures.newBuilder()
                .setMaxFailures(most)
                .setBackoff(
                    ExponentialBackoff.newBuilder().setMinBackoff(backoff).setMaxBackoff(backoff)));
  }

  private static int status(Sidecar proxy) {
    return proxy.asks(TestMesh.WEB).status();
  }

  @Test
  @Covers("outbound#66")
  void anEndpointThatRefusesConnectionsIsNotAskedAgain() {
    var proxy = under(consecutive(2, 60_000));
    app.close();
    assertThat(status(proxy)).isEqualTo(502);
    assertThat(status(proxy)).isEqualTo(502);
    var third = proxy.asks(TestMesh.WEB);
    assertThat(third.status()).isEqualTo(504);
    assertThat(third.header("l5d-proxy-error").orElseThrow()).contains("failed too often");
    assertThat(status(proxy)).isEqualTo(503);
    assertThat(proxy.metric("response_total", "direction=\"outbound\"", "status_code=\"502\""))
        .isEqualTo(2);
    proxy.awaitMetric(1, ENDPOINTS, "endpoint_state=\"pending\"");
  }

  @Test
  @Covers("outbound#57")
  void anEndpointThatFailedIsTriedAfterAWhile() {
    app.serve(Routes.statuses(500, 500, 500, 200));
    var proxy = under(consecutive(3, 20));
    for (int i = 0; i < 3; i++) {
      assertThat(status(proxy)).isEqualTo(500);
    }
    assertThat(status(proxy)).isEqualTo(200);
    assertThat(status(proxy)).isEqualTo(200);
    proxy.awaitMetric(1, ENDPOINTS, "endpoint_state=\"ready\"");
  }
}
