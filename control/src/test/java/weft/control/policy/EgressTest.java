package weft.control.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.outbound.HttpRoute;
import weft.control.wire.World;
import weft.testkit.Covers;

final class EgressTest {
  private static final String COMMON = "linkerd-egress";

  @TempDir Path directory;
  private World world;
  private Outbound outbound;

  @BeforeEach
  void start() {
    world = new World(directory, network("dns", COMMON, "Allow", "8.8.8.0/24"));
    outbound = new Outbound(world);
  }

  private static String network(String name, String namespace, String policy, String cidr) {
    return """
        apiVersion: policy.linkerd.io/v1alpha1
        kind: EgressNetwork
        metadata: { name: %s, namespace: %s }
        spec: { trafficPolicy: %s, networks: [ { cidr: %s } ] }
        """
        .formatted(name, namespace, policy, cidr);
  }

  private HttpRoute lastRoute(String namespace) {
    var routes =
        outbound.of(namespace, "8.8.8.8", 80).getProtocol().getDetect().getHttp1().getRoutesList();
    return routes.getLast();
  }

  private String chosen(String namespace) {
    var metadata = outbound.of(namespace, "8.8.8.8", 80).getMetadata();
    return metadata.hasResource() ? metadata.getResource().getName() : metadata.getDefault();
  }

  @Test
  @Covers("control-plane#O26")
  void anAllowedNetworkIsForwardedTo() {
    var metadata = outbound.of("ns1", "8.8.8.8", 80).getMetadata().getResource();
    assertThat(metadata.getGroup() + " " + metadata.getKind() + " " + metadata.getName())
        .isEqualTo("policy.linkerd.io EgressNetwork dns");
    var route = lastRoute("ns1");
    assertThat(route.getMetadata().getDefault()).isEqualTo("http-egress-allow");
    var backend = route.getRules(0).getBackends().getFirstAvailable().getBackends(0).getBackend();
    assertThat(backend.getForward().getAddr().getPort()).isEqualTo(80);
  }

  @Test
  @Covers("control-plane#O27")
  void aNetworkThatIsDeniedAnewRefuses() {
    var client = outbound.watch("ns1", "8.8.8.8", 80);
    client.take();
    world.becomes(network("dns", COMMON, "Deny", "8.8.8.0/24"));
    var detect = client.take().getFirst().getProtocol().getDetect();
    var route = detect.getHttp1().getRoutesList().getLast();
    assertThat(route.getMetadata().getDefault()).isEqualTo("http-egress-deny");
    var failure = route.getRules(0).getFilters(0).getFailureInjector();
    assertThat(failure.getStatus() + " " + failure.getMessage())
        .isEqualTo("403 traffic not allowed");
    assertThat(detect.getOpaque().getRoutes(0).getRules(0).getFilters(0).hasForbidden()).isTrue();
  }

  @Test
  @Covers("control-plane#O28")
  void theSmallerNetworkWins() {
    world.becomes(
        network("wide", COMMON, "Allow", "8.8.0.0/16"),
        network("small", COMMON, "Deny", "8.8.8.0/24"));
    assertThat(chosen("ns1")).isEqualTo("small");
  }

  @Test
  @Covers("control-plane#O29")
  void aNamespaceWithNetworksOfItsOwnDoesNotSeeTheCommonOnes() {
    world.becomes(
        network("dns", COMMON, "Allow", "8.8.8.0/24"),
        network("own", "ns1", "Allow", "9.9.9.0/24"));
    assertThat(chosen("ns1")).isEqualTo("egress-fallback");
    assertThat(chosen("ns2")).isEqualTo("dns");
  }

  @Test
  void aRouteOfANetworkComesBeforeItsDefault() {
    world.becomes(
        network("dns", COMMON, "Deny", "8.8.8.0/24"),
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: { name: r, namespace: %s }
        spec:
          parentRefs: [ { group: policy.linkerd.io, kind: EgressNetwork, name: dns, port: 80 } ]
          rules: [ { matches: [ { path: { value: /ok } } ] } ]
        """
            .formatted(COMMON));
    var detect = outbound.of("ns1", "8.8.8.8", 80).getProtocol().getDetect();
    assertThat(detect.getHttp1().getRoutesList())
        .extracting(route -> route.getMetadata().getResource().getName())
        .containsExactly("r", "");
  }
}
