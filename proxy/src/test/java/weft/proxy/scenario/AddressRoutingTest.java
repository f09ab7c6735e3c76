package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.testkit.Covers;
import weft.testkit.mesh.ProxyEnvironment;
import weft.testkit.mesh.Say;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;

/**
 * Where a connection goes that was going to an address: outbound.md 4 to 6. The listeners' targets
 * stand for original destinations.
 */
final class AddressRoutingTest {
  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  /** Profiles may be asked for of addresses here. */
  private ProxyEnvironment asking() {
    return mesh.environment().with("DESTINATION_PROFILE_NETWORKS", "127.0.0.0/8");
  }

  private void knowsNoPolicy() {
    mesh.control.outbound().whenCalled(call -> call.fail(Status.Code.NOT_FOUND, "no policy"));
  }

  private static String text(RawServer app) {
    return "127.0.0.1:" + app.port();
  }

  @Test
  @Covers("outbound#1")
  void whatTheControlPlaneDoesNotKnowGoesWhereItWasGoing() {
    var app = mesh.app().serve(Http.ANSWERING);
    knowsNoPolicy();
    var environment = mesh.environment();
    int listener = environment.forward(text(app));
    var client = mesh.start(environment).forwarding(listener).send(Http.GET);
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
    assertThat(mesh.control.profiles().calls()).isEmpty();
    assertThat(mesh.control.outbound().requests())
        .singleElement()
        .satisfies(asked -> assertThat(asked.getAddr().getPort()).isEqualTo(app.port()));
  }

  @Test
  @Covers("outbound#2")
  void anAddressWithoutProfileIsNoError() {
    var app = mesh.app().serve(Http.ANSWERING);
    knowsNoPolicy();
    mesh.control.profiles().whenCalled(call -> call.fail(Status.Code.INVALID_ARGUMENT, "none"));
    var environment = asking();
    int listener = environment.forward(text(app));
    var client = mesh.start(environment).forwarding(listener).send(Http.GET);
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
    assertThat(mesh.control.profiles().requests())
        .singleElement()
        .satisfies(asked -> assertThat(asked.getPath()).isEqualTo(text(app)));
  }

  @Test
  @Covers("outbound#5")
  void aConnectionKeepsWhatWasFoundForIt() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    var environment = asking().with("OUTBOUND_DISCOVERY_IDLE_TIMEOUT", "100ms");
    int listener = environment.forward("127.0.0.1:1");
    var client = mesh.start(environment).forwarding(listener).send(Http.GET);
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
    client.expectStaysOpen(Duration.ofMillis(400));
    client.send(Http.GET);
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
    assertThat(mesh.control.outbound().calls()).hasSize(1);
  }

  @Test
  @Covers("outbound#6")
  void aPolicyIsWaitedForHoweverLongItTakes() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    mesh.control.outbound().whenCalled(call -> {});
    var environment = mesh.environment();
    int listener = environment.forward("127.0.0.1:1");
    var client = mesh.start(environment).forwarding(listener).send(Http.GET);
    client.expectStaysOpen(Duration.ofSeconds(4));
    mesh.control.outbound().next().send(Say.balanced(TestMesh.WEB + ":80"));
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
  }

  @Test
  @Covers("outbound#9")
  void aPolicyThatIsRefusedClosesTheConnection() {
    mesh.control.outbound().whenCalled(call -> call.fail(Status.Code.INVALID_ARGUMENT, "no"));
    var environment = mesh.environment();
    int listener = environment.forward("127.0.0.1:1");
    var proxy = mesh.start(environment);
    proxy.forwarding(listener).send(Http.GET).expectClosed();
    assertThat(proxy.get("/refusals").body()).contains("no policy for 127.0.0.1:1");
  }
}
