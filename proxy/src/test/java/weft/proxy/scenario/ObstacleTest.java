package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.testkit.mesh.Say;
import weft.testkit.peer.RawResponse;
import weft.testkit.process.Ports;

/** A request that waited in vain is told what stood in its way. */
final class ObstacleTest {
  private static final String WEB = TestMesh.WEB;

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  private static String error(RawResponse response) {
    return response.header("l5d-proxy-error").orElseThrow();
  }

  @Test
  void anEndpointThatRefusesIsNamedWithItsError() {
    int port = Ports.free();
    var proxy =
        mesh.knowsWeb(Say.http2Endpoint(Sidecar.at(port)))
            .start(mesh.environment().with("OUTBOUND_HTTP_FAILFAST_TIMEOUT", "300ms"));
    var response = proxy.asks(WEB);
    assertThat(response.status()).isEqualTo(504);
    assertThat(error(response))
        .contains("in fail-fast: not ready for 300ms: 127.0.0.1:" + port + ": Connection refused");
    var shed = proxy.asks(WEB);
    assertThat(shed.status()).isEqualTo(503);
    assertThat(error(shed)).contains("127.0.0.1:" + port + ": Connection refused");
    assertThat(proxy.get("/refusals").body())
        .contains("not ready for 300ms: 127.0.0.1:" + port + ": Connection refused");
  }

  @Test
  void aServiceWithoutEndpointsSaysSo() {
    var proxy =
        mesh.knowsWeb().start(mesh.environment().with("OUTBOUND_HTTP_FAILFAST_TIMEOUT", "300ms"));
    mesh.control.endpoints().whenCalled(call -> call.send(Say.nobody()));
    assertThat(error(proxy.asks(WEB))).contains("not ready for 300ms: it has no endpoints");
  }

  @Test
  void aControlPlaneThatSaysNothingIsNamed() {
    assertThat(error(mesh.start(mesh.environment()).asks(WEB)))
        .contains("not ready for 3s: neither DNS nor the control plane has said yet");
  }
}
