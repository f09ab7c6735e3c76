package weft.control.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.meshed;
import static weft.control.mesh.MeshText.service;

import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.outbound.Backend;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.TrafficSpec;
import weft.control.wire.NetMessages;
import weft.control.wire.Recorded;
import weft.control.wire.Spans;
import weft.control.wire.World;
import weft.testkit.Covers;

final class OutboundServiceTest {
  private static final String ME = "{\"ns\":\"ns1\",\"external_workload\":\"web-1\"}";
  private static final String WEB = web("");

  @TempDir Path directory;
  private World world;
  private OutboundService service;

  @BeforeEach
  void start() {
    world = new World(directory, WEB, meshed("web-1", "10.0.0.1", 8080));
    service = new OutboundService(world.feed());
  }

  private static String web(String portKeys) {
    return service("web", "{ clusterIP: 10.9.9.9, ports: [ { port: 80" + portKeys + " } ] }");
  }

  private Recorded<OutboundPolicy> watch(TrafficSpec.Builder spec) {
    var client = new Recorded<OutboundPolicy>();
    service.watch(spec.setSourceWorkload(ME).build(), client);
    return client;
  }

  private Recorded<OutboundPolicy> at(String ip, int port) {
    var socket = new InetSocketAddress(InetAddress.ofLiteral(ip), port);
    return watch(TrafficSpec.newBuilder().setAddr(NetMessages.tcp(socket)));
  }

  private Recorded<OutboundPolicy> named(String authority) {
    return watch(TrafficSpec.newBuilder().setAuthority(authority));
  }

  private OutboundPolicy only(String ip, int port) {
    return at(ip, port).take().getFirst();
  }

  private static void assertBalanced(Backend backend, String path) {
    assertThat(backend.getBalancer().getDiscovery().getDst().getPath()).isEqualTo(path);
    assertThat(backend.getBalancer().getPeakEwma().getDefaultRtt()).isEqualTo(Spans.millis(30));
    assertThat(backend.getBalancer().getPeakEwma().getDecay().getSeconds()).isEqualTo(10);
    assertThat(backend.getQueue().getCapacity()).isEqualTo(100);
    assertThat(backend.getQueue().getFailfastTimeout().getSeconds()).isEqualTo(3);
    assertThat(backend.getMetadata().getResource().getName()).isEqualTo("web");
  }

  @Test
  @Covers("control-plane#O1")
  void aServiceWithoutRoutesHasTheDefaultOnes() {
    var policy = only("10.9.9.9", 80);
    var meta = policy.getMetadata().getResource();
    assertThat(meta.getGroup() + "/" + meta.getKind()).isEqualTo("core/Service");
    assertThat(meta.getNamespace() + "/" + meta.getName() + ":" + meta.getPort())
        .isEqualTo("ns1/web:80");
    var detect = policy.getProtocol().getDetect();
    assertThat(detect.getTimeout().getSeconds()).isEqualTo(10);
    assertThat(detect.getHttp1().getRoutesList()).isEqualTo(detect.getHttp2().getRoutesList());
    var http = detect.getHttp1().getRoutes(0);
    assertThat(http.getMetadata().getDefault()).isEqualTo("http");
    assertThat(http.getRules(0).getMatches(0).getPath().getPrefix()).isEqualTo("/");
    var path = "web.ns1.svc.cluster.local:80";
    assertBalanced(
        http.getRules(0).getBackends().getFirstAvailable().getBackends(0).getBackend(), path);
    var opaque = detect.getOpaque().getRoutes(0);
    assertThat(opaque.getMetadata().getDefault()).isEqualTo("opaq");
    assertBalanced(
        opaque.getRules(0).getBackends().getFirstAvailable().getBackends(0).getBackend(), path);
  }

  @Test
  @Covers("control-plane#O2")
  void aPortThatTheServiceDoesNotListIsForbidden() {
    var route = only("10.9.9.9", 81).getProtocol().getOpaque().getRoutes(0);
    assertThat(route.getMetadata().getDefault()).isEqualTo("undefined-port");
    assertThat(route.getRules(0).getFilters(0).hasForbidden()).isTrue();
    assertThat(route.getRules(0).getBackends().hasEmpty()).isTrue();
  }

  @Test
  @Covers("control-plane#O3")
  void anAddressOutsideIsForwarded() {
    var policy = only("8.8.8.8", 443);
    assertThat(policy.getMetadata().getDefault()).isEqualTo("egress-fallback");
    var route = policy.getProtocol().getDetect().getHttp1().getRoutes(0);
    assertThat(route.getRules(0).getMatchesCount()).isEqualTo(1);
    var backend = route.getRules(0).getBackends().getFirstAvailable().getBackends(0).getBackend();
    assertThat(backend.getForward().getAddr().getPort()).isEqualTo(443);
    assertThat(backend.getForward().getWeight()).isEqualTo(1);
  }

  @Test
  @Covers("control-plane#O4")
  void anInstanceIsNotFoundSoThatItsEndpointProfileIsUsed() {
    assertThat(at("10.0.0.1", 8080).status()).isEqualTo(Status.Code.NOT_FOUND);
    world.becomes(WEB, meshed("web-1", "203.0.113.1", 8080));
    assertThat(at("203.0.113.1", 8080).status()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(world.feed().watchers()).isZero();
  }

  @Test
  @Covers({"control-plane#O5", "control-plane#O7"})
  void anAuthorityNamesAServiceThatNeedNotExist() {
    var byAddress = only("10.9.9.9", 80);
    assertThat(named("web.ns1.svc.cluster.local").take()).containsExactly(byAddress);
    assertThat(named("web.ns1.svc").take()).containsExactly(byAddress);
    assertThat(named("web.ns1.svc.cluster.local.:80").take()).containsExactly(byAddress);
    assertThat(named("nope.ns1.svc.cluster.local").take())
        .singleElement()
        .satisfies(policy -> assertThat(policy.getProtocol().hasDetect()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"web.ns1", "web", "a.web.ns1.svc.cluster.local", "example.org:443"})
  @Covers("control-plane#O6")
  void anAuthorityOfNoServiceIsNotFound(String authority) {
    assertThat(named(authority).status()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void aRequestWithoutTargetIsInvalid() {
    assertThat(watch(TrafficSpec.newBuilder()).status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(named("").status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(named("web.ns1.svc:0").status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(at("10.9.9.9", 0).status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  @Covers("control-plane#O8")
  void aPortOfHttp2IsNotDetected() {
    world.becomes(web(", appProtocol: kubernetes.io/h2c"));
    assertThat(only("10.9.9.9", 80).getProtocol().hasHttp2()).isTrue();
  }

  @Test
  @Covers("control-plane#O9")
  void anAppProtocolBeatsTheAnnotation() {
    world.becomes(
        web(", appProtocol: http")
            .replace("ns1 }", "ns1, annotations: { config.linkerd.io/opaque-ports: \"80\" } }"));
    assertThat(only("10.9.9.9", 80).getProtocol().hasHttp1()).isTrue();
  }

  @Test
  @Covers("control-plane#O10")
  void aDefaultOpaquePortIsOpaque() {
    world.becomes(service("web", "{ clusterIP: 10.9.9.9, ports: [ { port: 3306 } ] }"));
    assertThat(only("10.9.9.9", 3306).getProtocol().hasOpaque()).isTrue();
  }

  @Test
  void anAppProtocolThatNobodyKnowsIsOpaque() {
    world.becomes(web(", appProtocol: postgres"));
    assertThat(only("10.9.9.9", 80).getProtocol().hasOpaque()).isTrue();
  }

  @Test
  @Covers("control-plane#O31")
  void onlyAChangeIsSent() {
    var client = at("10.9.9.9", 80);
    client.take();
    world.becomes(WEB);
    assertThat(client.take()).isEmpty();
    world.becomes(web(", appProtocol: http"));
    assertThat(client.take()).hasSize(1);
  }

  @Test
  void anAddressIsClassifiedAnewWhenItsServiceComesOrGoes() {
    var client = at("10.9.9.9", 80);
    client.take();
    world.becomes();
    assertThat(client.status()).isEqualTo(Status.Code.NOT_FOUND);
  }
}
