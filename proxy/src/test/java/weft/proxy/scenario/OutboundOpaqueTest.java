package weft.proxy.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.api.meta.Metadata;
import weft.api.opaqueroute.Forbidden;
import weft.api.outbound.Backend;
import weft.api.outbound.OpaqueRoute;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.testkit.mesh.Say;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/** Which backend an opaque connection goes to: outbound.md 18, 26. */
final class OutboundOpaqueTest {
  private static final String CLOSED = "outbound_tcp_route_close_total";

  private final TestMesh mesh = new TestMesh();
  private final RawServer first = mesh.app().serve(welcoming("1"));
  private final RawServer second = mesh.app().serve(welcoming("2"));
  private int listener;

  @AfterEach
  void close() {
    mesh.close();
  }

  private static RawServer.Script welcoming(String word) {
    return socket -> Http.ECHO.run(socket.send(word));
  }

  private Sidecar under(OutboundPolicy policy) {
    mesh.knowsWeb();
    mesh.control.outbound().whenCalled(call -> call.send(policy));
    var environment = mesh.environment();
    listener = environment.forward(TestMesh.WEB + ":80");
    return mesh.start(environment);
  }

  private static Backend to(RawServer server) {
    return Say.forward(Say.endpoint(server.address()));
  }

  private static OpaqueRoute.RouteBackend.Builder choice(Backend backend) {
    return OpaqueRoute.RouteBackend.newBuilder().setBackend(backend);
  }

  private static OutboundPolicy policy(OpaqueRoute.Distribution.Builder distribution) {
    var route =
        OpaqueRoute.newBuilder()
            .setMetadata(Metadata.newBuilder().setDefault("test"))
            .addRules(OpaqueRoute.Rule.newBuilder().setBackends(distribution));
    return Routes.policy(
        ProxyProtocol.newBuilder().setOpaque(ProxyProtocol.Opaque.newBuilder().addRoutes(route)));
  }

  private OutboundPolicy weighted(int weightOfFirst, int weightOfSecond) {
    return policy(
        OpaqueRoute.Distribution.newBuilder()
            .setRandomAvailable(
                OpaqueRoute.Distribution.RandomAvailable.newBuilder()
                    .addBackends(weighted(first, weightOfFirst))
                    .addBackends(weighted(second, weightOfSecond))));
  }

  private static OpaqueRoute.WeightedRouteBackend.Builder weighted(RawServer server, int weight) {
    return OpaqueRoute.WeightedRouteBackend.newBuilder()
        .setBackend(choice(to(server)))
        .setWeight(weight);
  }

  private String welcome(Sidecar proxy) {
    return new String(proxy.forwarding(listener).read(1), US_ASCII);
  }

  private int welcomesOfFirst(Sidecar proxy, int connections) {
    int count = 0;
    for (int i = 0; i < connections; i++) {
      count += welcome(proxy).equals("1") ? 1 : 0;
    }
    return count;
  }

  @Test
  void connectionsAreSharedByWeight() {
    var proxy = under(weighted(3, 1));
    assertThat(welcomesOfFirst(proxy, 60)).isBetween(25, 59);
  }

  @Test
  void aBackendOfNoWeightGetsNoConnection() {
    var proxy = under(weighted(0, 1));
    assertThat(welcomesOfFirst(proxy, 20)).isZero();
  }

  @Test
  void aChangeOfWeightsLeavesConnectionsAlone() {
    var proxy = under(weighted(1, 0));
    RawSocket client = proxy.forwarding(listener).expect("1");
    mesh.control.outbound().calls().forEach(call -> call.send(weighted(0, 1)));
    Await.until(() -> welcome(proxy).equals("2"), () -> "the first backend still");
    client.send("more").expect("more");
  }

  @Test
  void aBackendThatIsForbiddenIsNotConnectedTo() {
    var forbidden =
        choice(to(first))
            .addFilters(
                OpaqueRoute.Filter.newBuilder().setForbidden(Forbidden.getDefaultInstance()));
    var proxy =
        under(
            policy(
                OpaqueRoute.Distribution.newBuilder()
                    .setFirstAvailable(
                        OpaqueRoute.Distribution.FirstAvailable.newBuilder()
                            .addBackends(forbidden))));
    proxy.forwarding(listener).expectEnd();
    proxy.awaitMetric(1, CLOSED, "error=\"unexpected\"");
    first.expectNobody();
  }
}
