package weft.control.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.service;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.destination.DestinationProfile;
import weft.api.destination.GetDestination;
import weft.api.httptypes.HttpMethod;
import weft.control.wire.Recorded;
import weft.control.wire.Spans;
import weft.control.wire.World;
import weft.testkit.Covers;

final class ServiceProfilesTest {
  private static final String WEB = service("web", "{ ports: [ { port: 80 } ] }");
  private static final String NAME = "web.ns1.svc.cluster.local";

  @TempDir Path directory;
  private World world;
  private DestinationService service;

  @BeforeEach
  void start() {
    world = new World(directory, WEB);
    service = new DestinationService(world.feed());
  }

  private Recorded<DestinationProfile> get(String token) {
    var client = new Recorded<DestinationProfile>();
    service.getProfile(
        GetDestination.newBuilder().setPath(NAME + ":80").setContextToken(token).build(), client);
    return client;
  }

  private static String profile(String namespace, String spec) {
    return """
        apiVersion: linkerd.io/v1alpha2
        kind: ServiceProfile
        metadata: { name: web.ns1.svc.cluster.local, namespace: %s }
        spec:
          %s
        """
        .formatted(namespace, spec);
  }

  private static String route(String name) {
    return "routes: [ { name: " + name + ", condition: { method: GET } } ]";
  }

  private static String onlyRoute(DestinationProfile profile) {
    return profile.getRoutes(0).getMetricsLabelsOrThrow("route");
  }

  @Test
  @Covers("control-plane#P4")
  void theClientsOwnProfileComesBeforeTheServices() {
    world.becomes(WEB, profile("ns1", route("theirs")), profile("ns2", route("ours")));
    var client = get("{\"ns\":\"ns2\"}");
    assertThat(client.take())
        .singleElement()
        .satisfies(
            profile -> {
              assertThat(onlyRoute(profile)).isEqualTo("ours");
              var ref = profile.getProfileRef().getResource();
              assertThat(ref.getGroup() + " " + ref.getKind())
                  .isEqualTo("linkerd.io ServiceProfile");
              assertThat(ref.getNamespace() + "/" + ref.getName()).isEqualTo("ns2/" + NAME);
            });
    assertThat(onlyRoute(get("ns:ns3").take().getFirst())).isEqualTo("theirs");
    world.becomes(WEB, profile("ns1", route("theirs")));
    assertThat(client.take())
        .singleElement()
        .satisfies(profile -> assertThat(onlyRoute(profile)).isEqualTo("theirs"));
  }

  @Test
  @Covers("control-plane#P5")
  void aRouteHasConditionTimeoutAndRetries() {
    world.becomes(
        WEB,
        profile(
            "ns1",
            "routes: [ { name: a, condition: { method: get, pathRegex: /a/.* }, timeout: 250ms,"
                + " isRetryable: true } ]"));
    var route = get("").take().getFirst().getRoutes(0);
    assertThat(route.getMetricsLabelsMap()).containsEntry("route", "a");
    var all = route.getCondition().getAll();
    assertThat(all.getMatchesCount()).isEqualTo(2);
    assertThat(all.getMatches(0).getMethod().getRegistered()).isEqualTo(HttpMethod.Registered.GET);
    assertThat(all.getMatches(1).getPath().getRegex()).isEqualTo("/a/.*");
    assertThat(route.getTimeout()).isEqualTo(Spans.millis(250));
    assertThat(route.getIsRetryable()).isTrue();
  }

  @Test
  @Covers("control-plane#P6")
  void anInvalidConditionLeavesTheOldProfile() {
    world.becomes(WEB, profile("ns1", route("good")));
    var client = get("");
    client.take();
    assertThat(world.refuses(WEB, profile("ns1", "routes: [ { name: bad, condition: {} } ]")))
        .singleElement()
        .asString()
        .contains(
            ":17:37: error: spec.routes[0].condition: found a mapping; accepted: a condition");
    assertThat(client.take()).isEmpty();
    assertThat(client.status()).isNull();
    assertThat(onlyRoute(get("").take().getFirst())).isEqualTo("good");
  }

  @Test
  @Covers("control-plane#P7")
  void sharesOfASplitAreTenThousandths() {
    world.becomes(
        WEB,
        profile(
            "ns1",
            "dstOverrides: [ { authority: web-a.ns1.svc.cluster.local, weight: 900m },"
                + " { authority: 'web-b.ns1.svc.cluster.local:8080', weight: 100m } ]"));
    assertThat(get("").take().getFirst().getDstOverridesList())
        .satisfiesExactly(
            split -> {
              assertThat(split.getAuthority()).isEqualTo("web-a.ns1.svc.cluster.local:80");
              assertThat(split.getWeight()).isEqualTo(9000);
            },
            split -> {
              assertThat(split.getAuthority()).isEqualTo("web-b.ns1.svc.cluster.local:8080");
              assertThat(split.getWeight()).isEqualTo(1000);
            });
  }

  @Test
  void classesAndBudgetAreServed() {
    world.becomes(
        WEB,
        profile(
            "ns1",
            "{ routes: [ { name: a, condition: { any: [ { pathRegex: /a }, { not: { method: PUT } } ]"
                + " }, responseClasses: [ { condition: { status: { min: 500 } }, isFailure: true }"
                + " ] } ], retryBudget: { retryRatio: 0.5, minRetriesPerSecond: 3, ttl: 20s } }"));
    var profile = get("").take().getFirst();
    assertThat(profile.getRoutes(0).getCondition().getAny().getMatchesCount()).isEqualTo(2);
    var status = profile.getRoutes(0).getResponseClasses(0).getCondition().getStatus();
    assertThat(status.getMin() + "-" + status.getMax()).isEqualTo("500-599");
    assertThat(profile.getRoutes(0).getResponseClasses(0).getIsFailure()).isTrue();
    assertThat(profile.getRetryBudget().getRetryRatio()).isEqualTo(0.5f);
    assertThat(profile.getRetryBudget().getMinRetriesPerSecond()).isEqualTo(3);
    assertThat(profile.getRetryBudget().getTtl().getSeconds()).isEqualTo(20);
  }
}
