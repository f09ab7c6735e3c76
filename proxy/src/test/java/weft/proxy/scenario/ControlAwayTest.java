package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.testkit.mesh.Say;
import weft.testkit.peer.RawServer;

/** What was known before the control plane went away goes on, however long nobody used it. */
final class ControlAwayTest {
  private static final String WEB = TestMesh.WEB;

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  private RawServer other() {
    return mesh.app()
        .serve(
            socket -> {
              Http.request(socket);
              socket.send("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
            });
  }

  /** A proxy that has used the service, and let go of all that it had watched for it. */
  private Sidecar idle() {
    var environment = mesh.environment().with("OUTBOUND_DISCOVERY_IDLE_TIMEOUT", "100ms");
    var proxy = mesh.start(environment);
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    awaitForgotten();
    return proxy;
  }

  private void awaitForgotten() {
    mesh.control.profiles().next().awaitGivenUp();
    mesh.control.outbound().next().awaitGivenUp();
    mesh.control.endpoints().next().awaitGivenUp();
  }

  @Test
  void aServiceThatWasIdleIsServedWhileNobodyListens() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    var proxy = idle();
    mesh.control.stop();
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
  }

  @Test
  void aServiceThatWasIdleIsServedWhileNobodyAnswers() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    var proxy = idle();
    mesh.control.profiles().whenCalled(call -> {});
    mesh.control.outbound().whenCalled(call -> {});
    mesh.control.endpoints().whenCalled(call -> {});
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    awaitForgotten();
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
  }

  /** As Linkerd's control plane does where a service has no endpoints. */
  @Test
  void endpointsThatAreNotNamedAnyMoreAreNotUsedWhileSomebodyAnswers() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    var proxy = idle();
    mesh.control.endpoints().whenCalled(call -> {});
    assertThat(proxy.asks(WEB).status()).isEqualTo(504);
  }

  @Test
  void whatTheControlPlaneSaysOnItsReturnIsUsed() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    var proxy = idle();
    mesh.control.stop();
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    mesh.knowsWeb(Say.endpoint(other().address()));
    mesh.control.start();
    Await.until(() -> proxy.asks(WEB).status() == 204, () -> "the new endpoint is not used");
    for (int i = 0; i < 5; i++) {
      assertThat(proxy.asks(WEB).status()).isEqualTo(204);
    }
  }

  @Test
  void aServiceThatWasNeverUsedIsNotKnown() {
    var proxy = mesh.start(mesh.environment());
    mesh.control.stop();
    assertThat(proxy.asks(WEB).status()).isEqualTo(504);
  }
}
