package weft.control.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.meshed;
import static weft.control.mesh.MeshText.service;
import static weft.control.mesh.MeshText.workload;

import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.destination.GetDestination;
import weft.api.destination.Update;
import weft.api.destination.WeightedAddr;
import weft.api.net.TcpAddress;
import weft.control.mesh.MeshText;
import weft.control.wire.NetMessages;
import weft.control.wire.Recorded;
import weft.control.wire.World;
import weft.testkit.Covers;

final class EndpointStreamTest {
  private static final String WEB =
      service("web", "{ selector: { app: web }, ports: [ { port: 80, targetPort: http } ] }");
  private static final String ONE = meshed("web-1", "10.0.0.1", 8080);
  private static final String TWO = meshed("web-2", "10.0.0.2", 8080);
  private static final String THREE = meshed("web-3", "10.0.0.3", 8080);
  private static final String NAME = "web.ns1.svc.cluster.local";

  @TempDir Path directory;
  private World world;
  private DestinationService service;

  @BeforeEach
  void start() {
    world = new World(directory, WEB, ONE, TWO);
    service = new DestinationService(world.feed());
  }

  private Recorded<Update> get(String path) {
    return get(path, "");
  }

  private Recorded<Update> get(String path, String token) {
    var client = new Recorded<Update>();
    service.get(GetDestination.newBuilder().setPath(path).setContextToken(token).build(), client);
    return client;
  }

  private static TcpAddress address(String ip, int port) {
    return NetMessages.tcp(new InetSocketAddress(InetAddress.ofLiteral(ip), port));
  }

  private static List<TcpAddress> added(Update update) {
    return update.getAdd().getAddrsList().stream().map(WeightedAddr::getAddr).toList();
  }

  private WeightedAddr only(String path) {
    return get(path).take().getFirst().getAdd().getAddrs(0);
  }

  @Test
  @Covers({"control-plane#D1", "control-plane#D14"})
  void theFirstMessageIsTheWholeSet() {
    var messages = get(NAME + ":80").take();
    assertThat(messages).hasSize(1);
    assertThat(added(messages.getFirst()))
        .containsExactly(address("10.0.0.1", 8080), address("10.0.0.2", 8080));
    var set = messages.getFirst().getAdd();
    assertThat(set.getMetricLabelsMap())
        .containsEntry("service", "web")
        .containsEntry("namespace", "ns1")
        .hasSize(2);
    assertThat(set.getAddrsList()).allMatch(one -> one.getWeight() == 10_000);
  }

  @Test
  @Covers("control-plane#D2")
  void withoutPortItIsEighty() {
    assertThat(get(NAME).take()).isEqualTo(get(NAME + ":80").take());
  }

  @Test
  @Covers({"control-plane#D4", "control-plane#D6", "control-plane#D7"})
  void whatHasNoEndpointsByNatureIsRefused() {
    world.becomes(service("ext", "{ type: ExternalName, externalName: example.org }"));
    assertThat(get("10.1.2.3:80").status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(get("nope.ns1.svc.cluster.local").status()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(get("ext.ns1.svc.cluster.local").status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(world.feed().watchers()).isZero();
  }

  @Test
  @Covers("control-plane#D8")
  void aServiceWithoutEndpointsSaysSoAtOnce() {
    world.becomes(WEB);
    var client = get(NAME);
    assertThat(client.take())
        .singleElement()
        .satisfies(update -> assertThat(update.getNoEndpoints().getExists()).isTrue());
    assertThat(client.status()).isNull();
  }

  @Test
  @Covers({"control-plane#D9", "control-plane#D10"})
  void aChangeSendsOnlyWhatChanged() {
    var client = get(NAME);
    client.take();
    world.becomes(WEB, ONE, TWO, THREE);
    assertThat(client.take())
        .singleElement()
        .satisfies(update -> assertThat(added(update)).containsExactly(address("10.0.0.3", 8080)));
    world.becomes(WEB, ONE, TWO, notReady(THREE));
    assertThat(client.take())
        .singleElement()
        .satisfies(
            update ->
                assertThat(update.getRemove().getAddrsList())
                    .containsExactly(address("10.0.0.3", 8080)));
    world.becomes(WEB, ONE, TWO, notReady(THREE));
    assertThat(client.take()).isEmpty();
  }

  private static String notReady(String workload) {
    return workload + "status: { conditions: [ { type: Ready, status: \"False\" } ] }\n";
  }

  @Test
  @Covers("control-plane#D11")
  void aReplacementArrivesBeforeTheOldOneGoes() {
    var client = get(NAME);
    client.take();
    world.becomes(WEB, ONE, THREE);
    var updates = client.take();
    assertThat(updates).hasSize(2);
    assertThat(added(updates.get(0))).containsExactly(address("10.0.0.3", 8080));
    assertThat(updates.get(1).getRemove().getAddrsList())
        .containsExactly(address("10.0.0.2", 8080));
  }

  @Test
  @Covers({"control-plane#D12", "control-plane#D13"})
  void aServiceMayGoAndComeBackUnderAnOpenStream() {
    var client = get(NAME);
    client.take();
    world.becomes(ONE, TWO);
    assertThat(client.take())
        .singleElement()
        .satisfies(update -> assertThat(update.getRemove().getAddrsCount()).isEqualTo(2));
    assertThat(client.status()).isNull();
    world.becomes(WEB, ONE, THREE);
    assertThat(client.take())
        .singleElement()
        .satisfies(update -> assertThat(added(update)).hasSize(2));
  }

  @Test
  @Covers("control-plane#D15")
  void aPortThatTheServiceDoesNotListIsTakenAsItIs() {
    assertThat(added(get(NAME + ":9999").take().getFirst()))
        .containsExactly(address("10.0.0.1", 9999), address("10.0.0.2", 9999));
  }

  @Test
  @Covers("control-plane#D16")
  void anInstanceIsFoundByItsName() {
    assertThat(added(get("web-2." + NAME + ":80").take().getFirst()))
        .containsExactly(address("10.0.0.2", 8080));
  }

  @Test
  @Covers({"control-plane#D17", "control-plane#D20"})
  void aMeshedInstanceHasIdentityHintAndKeepAlive() {
    var endpoint = only(NAME);
    var name = "sa1.ns1.serviceaccount.identity.linkerd.cluster.local";
    assertThat(endpoint.getTlsIdentity().getDnsLikeIdentity().getName()).isEqualTo(name);
    assertThat(endpoint.getTlsIdentity().getServerName().getName()).isEqualTo(name);
    assertThat(endpoint.getProtocolHint().hasH2()).isTrue();
    assertThat(endpoint.getProtocolHint().getOpaqueTransport().getInboundPort()).isEqualTo(4143);
    assertThat(endpoint.getHttp2().getKeepAlive().getInterval().getSeconds()).isEqualTo(10);
    assertThat(endpoint.getMetricLabelsMap())
        .containsEntry("external_workload", "web-1")
        .containsEntry("zone", "")
        .containsEntry("zone_locality", "unknown");
  }

  @Test
  @Covers("control-plane#D18")
  void anInstanceWithoutProxyHasOnlyLabels() {
    world.becomes(WEB, workload("web-1", "10.0.0.1", "ports: [ { name: http, port: 8080 } ]"));
    var endpoint = only(NAME);
    assertThat(endpoint.hasTlsIdentity()).isFalse();
    assertThat(endpoint.hasProtocolHint()).isFalse();
    assertThat(endpoint.hasHttp2()).isFalse();
    assertThat(endpoint.getMetricLabelsMap()).containsEntry("external_workload", "web-1");
  }

  @Test
  @Covers({"control-plane#D21", "control-plane#D23"})
  void inTransparentModeOnlyOpaquePortsAreDialledAtTheProxy() {
    transparent(WEB, ONE);
    assertThat(only(NAME).getProtocolHint().hasH2()).isTrue();
    assertThat(only(NAME).getProtocolHint().hasOpaqueTransport()).isFalse();
    assertThat(only(NAME + ":3306").getProtocolHint().hasOpaqueTransport()).isTrue();
    transparent(WEB, annotated(ONE, "opaque-ports", ""));
    assertThat(only(NAME + ":3306").getProtocolHint().hasH2()).isTrue();
    assertThat(only(NAME + ":3306").getProtocolHint().hasOpaqueTransport()).isFalse();
  }

  private void transparent(String... documents) {
    world.becomesText(
        MeshText.documents(documents)
            .replace("spec:\n  trust", "spec:\n  outboundTransportMode: transparent\n  trust"));
  }

  private static String annotated(String workload, String key, String value) {
    return workload.replace(
        "labels:", "annotations: { config.linkerd.io/" + key + ": \"" + value + "\" }, labels:");
  }

  @Test
  @Covers("control-plane#D22")
  void aDefaultOpaquePortIsHintedOpaque() {
    var hint = only(NAME + ":3306").getProtocolHint();
    assertThat(hint.hasOpaque()).isTrue();
    assertThat(hint.getOpaqueTransport().getInboundPort()).isEqualTo(4143);
  }

  @Test
  @Covers("control-plane#D19")
  void anInstanceOfAnotherControlPlaneHasNoIdentityThatWeCouldVerify() {
    world.becomes(WEB, ONE.replace("app: web", "app: web, linkerd.io/control-plane-ns: other"));
    assertThat(only(NAME).getProtocolHint().hasH2()).isTrue();
    assertThat(only(NAME).hasTlsIdentity()).isFalse();
  }

  @Test
  @Covers("control-plane#D26")
  void theProxysOwnAdminPortIsDialledAsItIs() {
    assertThat(only(NAME + ":4191").getProtocolHint().hasH2()).isTrue();
    assertThat(only(NAME + ":4191").getProtocolHint().hasOpaqueTransport()).isFalse();
    world.becomes(
        WEB, ONE.replace("port: 8080 }", "port: 8080 }, { name: linkerd-admin, port: 9999 }"));
    assertThat(only(NAME + ":4191").getProtocolHint().hasOpaqueTransport()).isTrue();
    assertThat(only(NAME + ":9999").getProtocolHint().hasOpaqueTransport()).isFalse();
  }

  @Test
  @Covers("control-plane#D27")
  void aServerMakesAPortOpaqueAndItsEndTurnsItBack() {
    var client = get(NAME);
    client.take();
    world.becomes(
        WEB,
        ONE,
        TWO,
        """
        apiVersion: policy.linkerd.io/v1beta3
        kind: Server
        metadata: { name: raw, namespace: ns1 }
        spec:
          externalWorkloadSelector: { matchExpressions: [ { key: app, operator: In, values: [ web ] } ] }
          port: http
          proxyProtocol: opaque
        """);
    assertThat(client.take())
        .singleElement()
        .satisfies(
            update ->
                assertThat(update.getAdd().getAddrsList())
                    .hasSize(2)
                    .allMatch(one -> one.getProtocolHint().hasOpaque()));
    world.becomes(WEB, ONE, TWO);
    assertThat(client.take().getFirst().getAdd().getAddrsList())
        .hasSize(2)
        .allMatch(one -> one.getProtocolHint().hasH2());
  }

  @Test
  @Covers("control-plane#D34")
  void theOwnerIsALabelAndAJobsNameIsNotTheScrapers() {
    var owner = "ownerReferences: [ { apiVersion: batch/v1, kind: Job, name: j1, uid: u } ], ";
    world.becomes(WEB, ONE.replace("labels:", owner + "labels:"));
    assertThat(only(NAME).getMetricLabelsMap())
        .containsEntry("k8s_job", "j1")
        .doesNotContainKey("job");
  }

  @Test
  @Covers("control-plane#D24")
  void anOpaquePortMayBeNamed() {
    world.becomes(WEB, annotated(ONE, "opaque-ports", "http"));
    assertThat(only(NAME).getProtocolHint().hasOpaque()).isTrue();
  }

  @Test
  @Covers("control-plane#D25")
  void aSkippedPortIsNotMeshed() {
    world.becomes(WEB, annotated(ONE, "skip-inbound-ports", "8000-8080"));
    assertThat(only(NAME).hasTlsIdentity()).isFalse();
    assertThat(only(NAME).hasProtocolHint()).isFalse();
    assertThat(only(NAME).hasHttp2()).isFalse();
  }

  @Test
  @Covers("control-plane#D32")
  void ofTwoFamiliesTheSixthIsUsed() {
    world.becomes(WEB, ONE.replace("{ ip: 10.0.0.1 }", "{ ip: 10.0.0.1 }, { ip: \"fd00::1\" }"));
    assertThat(added(get(NAME).take().getFirst())).containsExactly(address("fd00::1", 8080));
  }

  @Test
  @Covers("control-plane#D33")
  void aSpiffeIdentityIsToldAsUri() {
    world.becomes(
        WEB,
        workload(
            "web-1",
            "10.0.0.1",
            "meshTLS: { identity: \"spiffe://td/w\", serverName: w.example }\n"
                + "  ports: [ { name: http, port: 8080 } ]"));
    var endpoint = only(NAME);
    assertThat(endpoint.getTlsIdentity().getUriLikeIdentity().getUri()).isEqualTo("spiffe://td/w");
    assertThat(endpoint.getTlsIdentity().getServerName().getName()).isEqualTo("w.example");
    assertThat(endpoint.getProtocolHint().hasH2()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "ns:foo", "", "{\"ns\":\"x\",\"nodeName\":\"n\"}\n"})
  @Covers("control-plane#D35")
  void anyTokenWillDo(String token) {
    assertThat(get(NAME, token).take()).hasSize(1);
  }

  @Test
  void aClientThatGoesIsForgotten() {
    var client = get(NAME);
    assertThat(world.feed().watchers()).isEqualTo(1);
    client.leave();
    assertThat(world.feed().watchers()).isZero();
  }
}
