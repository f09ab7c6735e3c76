package weft.control.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.meshed;
import static weft.control.mesh.MeshText.service;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.destination.GetDestination;
import weft.api.destination.Update;
import weft.api.destination.WeightedAddr;
import weft.control.wire.Recorded;
import weft.control.wire.World;
import weft.testkit.Covers;

final class NearnessTest {
  private static final String IN_ZONE = web("trafficDistribution: PreferClose");
  private static final String A = instance("web-a", "10.0.0.1", "a");
  private static final String B = instance("web-b", "10.0.0.2", "b");
  private static final String ANYWHERE = meshed("web-x", "10.0.0.3", 8080);

  @TempDir Path directory;
  private World world;
  private DestinationService service;

  @BeforeEach
  void start() {
    world = new World(directory, IN_ZONE, A, B, node("a"), node("c"));
    service = new DestinationService(world.feed());
  }

  private static String web(String key) {
    return service(
        "web",
        "{ selector: { app: web }, ports: [ { port: 80, targetPort: http } ], " + key + " }");
  }

  private static String instance(String name, String ip, String zone) {
    var labels = "app: web, topology.kubernetes.io/zone: " + zone + ", kubernetes.io/hostname: n-";
    return meshed(name, ip, 8080).replace("app: web", labels + zone);
  }

  private static String node(String zone) {
    return """
        apiVersion: v1
        kind: Node
        metadata: { name: n-%1$s, labels: { topology.kubernetes.io/zone: %1$s } }
        """
        .formatted(zone);
  }

  private Recorded<Update> get(String token) {
    var client = new Recorded<Update>();
    service.get(
        GetDestination.newBuilder()
            .setPath("web.ns1.svc.cluster.local:80")
            .setContextToken(token)
            .build(),
        client);
    return client;
  }

  /** Each endpoint's name and how near it is. */
  private List<String> near(String token) {
    return get(token).take().getFirst().getAdd().getAddrsList().stream()
        .map(WeightedAddr::getMetricLabelsMap)
        .map(labels -> labels.get("external_workload") + " " + labels.get("zone_locality"))
        .toList();
  }

  @Test
  @Covers("control-plane#D28")
  void onlyEndpointsOfTheCallersZoneAreUsed() {
    assertThat(near("{\"nodeName\":\"n-a\"}")).containsExactly("web-a local");
  }

  @Test
  @Covers("control-plane#D29")
  void anEndpointWithoutZoneMakesAllCount() {
    world.becomes(IN_ZONE, A, B, ANYWHERE, node("a"));
    assertThat(near("{\"nodeName\":\"n-a\"}"))
        .containsExactly("web-a local", "web-b remote", "web-x unknown");
  }

  @Test
  @Covers("control-plane#D30")
  void aZoneWithoutEndpointsUsesAll() {
    assertThat(near("{\"nodeName\":\"n-c\"}")).containsExactly("web-a remote", "web-b remote");
  }

  @Test
  void aCallerThatSaysNotWhereItIsUsesAll() {
    assertThat(near("")).containsExactly("web-a unknown", "web-b unknown");
  }

  @Test
  void aCallerMayBeKnownByItsOwnName() {
    assertThat(near("{\"ns\":\"ns1\",\"external_workload\":\"web-b\"}"))
        .containsExactly("web-b local");
  }

  @Test
  @Covers("control-plane#D31")
  void aLocalServiceIsServedOnTheCallersNodeOnly() {
    world.becomes(web("internalTrafficPolicy: Local"), A, B, node("a"), node("c"));
    var client = get("{\"nodeName\":\"n-c\"}");
    assertThat(client.take())
        .singleElement()
        .satisfies(update -> assertThat(update.getNoEndpoints().getExists()).isTrue());
    assertThat(near("{\"nodeName\":\"n-a\"}")).containsExactly("web-a local");
  }
}
