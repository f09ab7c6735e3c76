package weft.control.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.service;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.control.wire.World;
import weft.testkit.Covers;

final class RoutesTest {
  private static final String WEB =
      service("web", "{ clusterIP: 10.9.9.9, ports: [ { port: 80 } ] }");
  private static final String A = service("a", "{ clusterIP: 10.9.9.1, ports: [ { port: 80 } ] }");
  private static final String PARENT = "parentRefs: [ { group: core, kind: Service, name: web } ]";

  @TempDir Path directory;
  private World world;
  private Outbound outbound;

  @BeforeEach
  void start() {
    world = new World(directory, WEB, A);
    outbound = new Outbound(world);
  }

  private static String route(String kind, String name, String namespace, String spec) {
    return """
    apiVersion: gateway.networking.k8s.io/v1
    kind: %s
    metadata: { name: %s, namespace: %s }
    spec: { %s }
    """
        .formatted(kind, name, namespace, spec);
  }

  private static String http(String name, String rules) {
    return route("HTTPRoute", name, "ns1", PARENT + ", rules: " + rules);
  }

  private ProxyProtocol protocol(String namespace) {
    return outbound.of(namespace, "10.9.9.9", 80).getProtocol();
  }

  private List<HttpRoute> routes(String namespace) {
    var detect = protocol(namespace).getDetect();
    assertThat(detect.getHttp1().getRoutesList()).isEqualTo(detect.getHttp2().getRoutesList());
    return detect.getHttp1().getRoutesList();
  }

  private static List<String> names(List<HttpRoute> routes) {
    return routes.stream().map(route -> route.getMetadata().getResource().getName()).toList();
  }

  @Test
  @Covers("control-plane#O11")
  void aRouteWithTwoBackendsSplitsByWeight() {
    world.becomes(
        WEB,
        A,
        http(
            "split",
            "[ { backendRefs: [ { name: web, port: 80, weight: 90 }, { name: a, port: 80, weight:"
                + " 10 } ] } ]"));
    assertThat(routes("ns1"))
        .singleElement()
        .satisfies(
            route -> {
              var meta = route.getMetadata().getResource();
              assertThat(meta.getGroup() + " " + meta.getKind() + " " + meta.getNamespace())
                  .isEqualTo("gateway.networking.k8s.io HTTPRoute ns1");
              assertThat(route.getRules(0).getMatches(0).getPath().getPrefix()).isEqualTo("/");
              assertThat(route.getRules(0).getBackends().getRandomAvailable().getBackendsList())
                  .satisfiesExactly(
                      one -> {
                        assertThat(one.getWeight()).isEqualTo(90);
                        assertThat(path(one)).isEqualTo("web.ns1.svc.cluster.local:80");
                      },
                      one -> {
                        assertThat(one.getWeight()).isEqualTo(10);
                        assertThat(path(one)).isEqualTo("a.ns1.svc.cluster.local:80");
                      });
            });
  }

  private static String path(HttpRoute.WeightedRouteBackend backend) {
    return backend.getBackend().getBackend().getBalancer().getDiscovery().getDst().getPath();
  }

  @Test
  @Covers("control-plane#O12")
  void aConsumersRouteIsForItsNamespace() {
    var spec =
        "parentRefs: [ { group: core, kind: Service, name: web, namespace: ns1 } ], rules: [ {} ]";
    world.becomes(WEB, A, http("everywhere", "[ {} ]"), route("HTTPRoute", "mine", "ns2", spec));
    assertThat(names(routes("ns2"))).containsExactly("everywhere", "mine");
    assertThat(names(routes("ns3"))).containsExactly("everywhere");
  }

  @Test
  @Covers("control-plane#O13")
  void aBackendThatIsMissingFailsItsShareUntilItIsThere() {
    var route = http("r", "[ { backendRefs: [ { name: b, port: 80, weight: 3 } ] } ]");
    assertThat(world.doubts(WEB, route))
        .singleElement()
        .asString()
        .contains(":16:94: warning: spec.rules[0].backendRefs[0]: found the Service b, which does");
    var client = outbound.watch("ns1", "10.9.9.9", 80);
    var backend = backend(client.take().getFirst());
    assertThat(backend.getWeight()).isEqualTo(3);
    assertThat(backend.getBackend().getBackend().hasBalancer()).isFalse();
    assertThat(backend.getBackend().getBackend().getMetadata().getResource().getName())
        .isEqualTo("b");
    assertThat(backend.getBackend().getFilters(0).getFailureInjector().getStatus()).isEqualTo(500);
    world.becomes(WEB, service("b", "{ ports: [ { port: 80 } ] }"), route);
    var there = backend(client.take().getFirst());
    assertThat(path(there)).isEqualTo("b.ns1.svc.cluster.local:80");
    assertThat(there.getBackend().getFiltersCount()).isZero();
  }

  private static HttpRoute.WeightedRouteBackend backend(OutboundPolicy policy) {
    var route = policy.getProtocol().getDetect().getHttp1().getRoutes(0);
    return route.getRules(0).getBackends().getRandomAvailable().getBackends(0);
  }

  @Test
  @Covers("control-plane#O14")
  void theMoreSpecificKindWinsAndTheOtherIsSaid() {
    var grpc =
        route(
            "GRPCRoute",
            "g",
            "ns1",
            PARENT + ", rules: [ { matches: [ { method: { service: a.B, method: C } } ] } ]");
    assertThat(world.doubts(WEB, A, http("h", "[ {} ]"), grpc))
        .singleElement()
        .asString()
        .contains("warning: spec.parentRefs[0]: found Service ns1/web, which has a route of a more")
        .contains("RouteReasonConflicted");
    var routes = protocol("ns1").getGrpc().getRoutesList();
    assertThat(routes)
        .singleElement()
        .satisfies(
            route -> {
              var rpc = route.getRules(0).getMatches(0).getRpc();
              assertThat(rpc.getService() + "/" + rpc.getMethod()).isEqualTo("a.B/C");
              var first = route.getRules(0).getBackends().getFirstAvailable().getBackends(0);
              assertThat(first.getBackend().hasBalancer()).isTrue();
            });
  }

  @Test
  @Covers("control-plane#O15")
  void ofTwoTcpRoutesTheOlderCounts() {
    var younger = tcp("b", "2026-02-01T00:00:00Z");
    var older = tcp("c", "2026-01-01T00:00:00Z");
    world.becomes(WEB, A, younger, older);
    assertThat(protocol("ns1").getOpaque().getRoutesList())
        .singleElement()
        .satisfies(route -> assertThat(route.getMetadata().getResource().getName()).isEqualTo("c"));
  }

  private static String tcp(String name, String created) {
    var spec = PARENT + ", rules: [ { backendRefs: [ { name: a, port: 80 } ] } ]";
    return route("TCPRoute", name, "ns1", spec)
        .replace("namespace: ns1 }", "namespace: ns1, creationTimestamp: '" + created + "' }");
  }

  @Test
  @Covers("control-plane#O30")
  void aRouteWithAFilterThatNobodyAppliesIsAbsentAndSaid() {
    assertThat(
            world.doubts(
                WEB,
                A,
                http("mirror", "[ { filters: [ { type: RequestMirror, requestMirror: {} } ] } ]")))
        .singleElement()
        .asString()
        .contains("warning: spec.rules[0].filters[0].type: found \"RequestMirror\", so that the");
    assertThat(routes("ns1"))
        .singleElement()
        .satisfies(route -> assertThat(route.getMetadata().getDefault()).isEqualTo("http"));
  }

  @Test
  void matchesAndFiltersAreServed() {
    world.becomes(
        WEB,
        A,
        http(
            "r",
            """
            [ { matches: [ { path: { type: RegularExpression, value: "/a/.*" }, method: POST,
                  headers: [ { name: x, value: y } ],
                  queryParams: [ { name: q, type: RegularExpression, value: "z+" } ] } ],
                filters: [ { type: RequestRedirect, requestRedirect: { scheme: https } },
                  { type: RequestHeaderModifier,
                    requestHeaderModifier: { set: [ { name: a, value: b } ], remove: [ c ] } } ],
                timeouts: { request: 2s } } ]
            """
                .strip()
                .replace("\n", "\n  ")));
    var rule = routes("ns1").getFirst().getRules(0);
    var match = rule.getMatches(0);
    assertThat(match.getPath().getRegex()).isEqualTo("/a/.*");
    assertThat(match.getHeaders(0).getExact().toStringUtf8()).isEqualTo("y");
    assertThat(match.getQueryParams(0).getRegex()).isEqualTo("z+");
    assertThat(rule.getFilters(0).getRedirect().getStatus()).isEqualTo(302);
    assertThat(rule.getFilters(1).getRequestHeaderModifier().getRemove(0)).isEqualTo("c");
    assertThat(rule.getTimeouts().getRequest().getSeconds()).isEqualTo(2);
  }

  @Test
  void aRouteOfOnePortOrOfAHeadlessServiceIsNotForOthers() {
    var port = "parentRefs: [ { group: core, kind: Service, name: web, port: 81 } ], rules: [ {} ]";
    var none = "parentRefs: [ { group: core, kind: Service, name: no } ], rules: [ {} ]";
    assertThat(
            world.doubts(
                WEB, A, route("HTTPRoute", "p", "ns1", port), route("HTTPRoute", "n", "ns1", none)))
        .satisfiesExactly(
            doubt -> assertThat(doubt).contains("port 81, which Service ns1/web does not list"),
            doubt -> assertThat(doubt).contains("Service ns1/no, which does not take routes"));
    assertThat(routes("ns1").getFirst().getMetadata().getDefault()).isEqualTo("http");
  }
}
