package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.testkit.Covers;
import weft.testkit.mesh.ProxyEnvironment;
import weft.testkit.mesh.Say;
import weft.testkit.peer.H2Socket;
import weft.testkit.peer.RawResponse;

/** Where the control plane says a name leads, and what is spoken there: outbound.md 4 to 8. */
final class OutboundDiscoveryTest {
  private static final String WEB = TestMesh.WEB;
  private static final String GET = "GET / HTTP/1.1\r\nhost: " + WEB + "\r\n\r\n";
  private static final String RESULTS = "outbound_tcp_detect_http_results_total";

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  private Sidecar knowing(int port) {
    return mesh.knowsWeb(Say.endpoint(Sidecar.at(port))).start(mesh.environment());
  }

  // ---------------------------------------------------------------- what is asked

  @Test
  @Covers("outbound#3")
  void twoConnectionsAskOnce() {
    var app = mesh.app().serve(Http.ANSWERING);
    var proxy = knowing(app.port());
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    assertThat(mesh.control.profiles().requests())
        .singleElement()
        .satisfies(asked -> assertThat(asked.getPath()).isEqualTo(WEB + ":80"));
    assertThat(mesh.control.outbound().requests())
        .singleElement()
        .satisfies(asked -> assertThat(asked.getAuthority()).isEqualTo(WEB + ":80"));
    assertThat(mesh.control.endpoints().requests())
        .singleElement()
        .satisfies(asked -> assertThat(asked.getPath()).isEqualTo(WEB + ":80"));
  }

  @Test
  @Covers("outbound#4")
  void aTargetThatIsIdleForLongIsAskedForAgain() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    var environment = mesh.environment();
    var proxy = mesh.start(environment.with("OUTBOUND_DISCOVERY_IDLE_TIMEOUT", "100ms"));
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    mesh.control.profiles().next().awaitGivenUp();
    mesh.control.outbound().next().awaitGivenUp();
    mesh.control.endpoints().next().awaitGivenUp();
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    assertThat(mesh.control.outbound().calls()).hasSize(2);
  }

  @Test
  @Covers("outbound#7")
  void whereThereIsNoPolicyTheProfileDecides() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    mesh.control.outbound().whenCalled(call -> call.fail(Status.Code.UNIMPLEMENTED, "no such"));
    assertThat(mesh.start(mesh.environment()).asks(WEB).status()).isEqualTo(200);
  }

  @Test
  @Covers("outbound#8")
  void aPolicyThatIsRefusedAtFirstIsWaitedFor() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    var tries = new AtomicInteger();
    mesh.control
        .outbound()
        .whenCalled(
            call -> {
              if (tries.incrementAndGet() < 3) {
                call.fail(Status.Code.PERMISSION_DENIED, "not yet");
              } else {
                call.send(Say.balanced(WEB + ":80"));
              }
            });
    assertThat(mesh.start(mesh.environment()).asks(WEB).status()).isEqualTo(200);
    assertThat(tries).hasValue(3);
  }

  @Test
  void aControlPlaneThatSaysNothingIsAGatewayTimeout() {
    var response = mesh.start(mesh.environment()).asks(WEB);
    assertThat(response.status()).isEqualTo(504);
    assertThat(response.header("l5d-proxy-error").orElseThrow()).contains(WEB);
  }

  @Test
  @Covers("outbound#18")
  void whatWasSaidHoldsWhileTheControlPlaneIsAway() {
    var app = mesh.app().serve(Http.ANSWERING);
    var proxy = knowing(app.port());
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    mesh.control.stop();
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
  }

  @Test
  void aMessageThatIsNoneIsPassedOver() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    mesh.control
        .endpoints()
        .whenCalled(
            call -> call.send(new byte[] {-1, -1, -1}).send(Say.add(Say.endpoint(app.address()))));
    assertThat(mesh.start(mesh.environment()).asks(WEB).status()).isEqualTo(200);
  }

  // ---------------------------------------------------------------- what is spoken

  private ProxyEnvironment impatient() {
    return mesh.environment().with("OUTBOUND_DETECT_TIMEOUT", "200ms");
  }

  @Test
  @Covers("outbound#10")
  void aServerSpeaksFirstWhereThePolicyIsOpaque() {
    var app = mesh.app();
    mesh.knowsWeb(Say.endpoint(app.address()));
    mesh.control
        .outbound()
        .whenCalled(call -> call.send(Say.opaqueOver(Say.balancer(WEB + ":80"))));
    var environment = mesh.environment();
    int listener = environment.forward(WEB + ":80");
    var client = mesh.start(environment).forwarding(listener);
    app.accept().send("welcome");
    client.expect("welcome");
  }

  @Test
  @Covers("outbound#11")
  void aSilentClientIsForwardedAfterTheTimeout() {
    var app = mesh.app();
    mesh.knowsWeb(Say.endpoint(app.address()));
    var environment = impatient();
    int listener = environment.forward(WEB + ":80");
    var client = mesh.start(environment).forwarding(listener);
    app.accept().send("welcome");
    client.expect("welcome");
  }

  @Test
  @Covers("outbound#12")
  void aFirstSegmentOfFiveBytesIsNotHttp() {
    var app = mesh.app();
    mesh.knowsWeb(Say.endpoint(app.address()));
    var environment = mesh.environment();
    int listener = environment.forward(WEB + ":80");
    var client = mesh.start(environment).forwarding(listener).send("GET /");
    var forwarded = app.accept().expect("GET /");
    client.send(" HTTP/1.1\r\n\r\n");
    forwarded.expect(" HTTP/1.1\r\n\r\n");
  }

  @Test
  @Covers("outbound#13")
  void theHttp2PrefaceIsHttp2() {
    var app = mesh.app();
    mesh.knowsWeb(Say.http2Endpoint(app.address()));
    var environment = mesh.environment();
    int listener = environment.forward(WEB + ":80");
    var proxy = mesh.start(environment);
    H2Socket.client(proxy.forwarding(listener)).get(1);
    assertThat(H2Socket.server(app.accept()).hearHead()).contains(":method: GET");
    proxy.awaitMetric(1, RESULTS, "\"http/2\"");
  }

  @Test
  @Covers("outbound#14")
  void aClientThatClosesAtOnceReachesNobody() {
    var app = mesh.app();
    mesh.knowsWeb(Say.endpoint(app.address()));
    var environment = mesh.environment();
    int listener = environment.forward(WEB + ":80");
    var proxy = mesh.start(environment);
    proxy.forwarding(listener).close();
    proxy.awaitMetric(1, RESULTS, "\"error\"");
    app.expectNobody();
  }

  @Test
  @Covers("outbound#15")
  void whatTheProfileCallsOpaqueIsNotLookedAt() {
    var app = mesh.app();
    mesh.knowsWeb(Say.endpoint(app.address()));
    var opaque = Say.profile(WEB).toBuilder().setOpaqueProtocol(true).build();
    mesh.control.profiles().whenCalled(call -> call.send(opaque));
    var environment = mesh.environment();
    int listener = environment.forward(WEB + ":80");
    var proxy = mesh.start(environment);
    proxy.forwarding(listener).send(GET);
    app.accept().expect(GET);
    assertThat(proxy.metric("request_total", "direction=\"outbound\"")).isZero();
  }

  @Test
  @Covers("outbound#39")
  void thePeerIsToldWhichServiceWasMeant() {
    var app = mesh.app();
    var proxy = knowing(app.port());
    proxy.outbound().send(GET);
    assertThat(Http.request(app.accept())).contains("l5d-dst-canonical: " + WEB + ":80\r\n");
  }

  // ---------------------------------------------------------------- names

  @Test
  @Covers("outbound#L13")
  void twoHostsOnOneConnectionAreTwoTargets() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    var proxy = mesh.start(mesh.environment());
    var client = proxy.outbound().send(GET);
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
    client.send("GET / HTTP/1.1\r\nhost: api.ns1.svc.cluster.local\r\n\r\n");
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
    assertThat(mesh.control.outbound().requests())
        .extracting(asked -> asked.getAuthority())
        .containsExactly(WEB + ":80", "api.ns1.svc.cluster.local:80");
  }

  @Test
  void aProfileThatIsSilentIsNotWaitedForLong() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    mesh.control.profiles().whenCalled(call -> {});
    var environment = mesh.environment();
    environment.with("DESTINATION_PROFILE_INITIAL_TIMEOUT", "100ms");
    assertThat(mesh.start(environment).asks(WEB).status()).isEqualTo(200);
  }

  @Test
  void anEndpointThatIsRemovedServesNoMore() {
    var one = mesh.app().serve(Http.ANSWERING);
    var other = mesh.app();
    mesh.knowsWeb(Say.endpoint(one.address()));
    var proxy = mesh.start(mesh.environment());
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    mesh.control
        .endpoints()
        .next()
        .send(Say.add(Say.endpoint(other.address())))
        .send(Say.remove(one.address()));
    other.serve(
        socket -> {
          Http.request(socket);
          socket.send("HTTP/1.1 204 No Content\r\n\r\n");
        });
    Await.until(() -> proxy.asks(WEB).status() == 204, () -> "the other endpoint is not used");
    for (int i = 0; i < 5; i++) {
      assertThat(proxy.asks(WEB).status()).isEqualTo(204);
    }
  }
}
