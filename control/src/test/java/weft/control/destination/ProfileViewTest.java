package weft.control.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.meshed;
import static weft.control.mesh.MeshText.service;

import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.destination.DestinationProfile;
import weft.api.destination.GetDestination;
import weft.control.wire.Recorded;
import weft.control.wire.World;
import weft.testkit.Covers;

final class ProfileViewTest {
  private static final String WEB =
      service(
          "web",
          "{ clusterIP: 10.9.9.9, selector: { app: web }, ports: [ { port: 80, targetPort: http } ]"
              + " }");
  private static final String ONE = meshed("web-1", "10.0.0.1", 8080);
  private static final String NAME = "web.ns1.svc.cluster.local";

  @TempDir Path directory;
  private World world;
  private DestinationService service;

  @BeforeEach
  void start() {
    world = new World(directory, WEB, ONE);
    service = new DestinationService(world.feed());
  }

  private Recorded<DestinationProfile> get(String path) {
    var client = new Recorded<DestinationProfile>();
    service.getProfile(GetDestination.newBuilder().setPath(path).build(), client);
    return client;
  }

  private DestinationProfile only(String path) {
    return get(path).take().getFirst();
  }

  @Test
  @Covers("control-plane#P1")
  void aServiceHasTheDefaultProfile() {
    var profile = only(NAME + ":80");
    assertThat(profile.getFullyQualifiedName()).isEqualTo(NAME);
    assertThat(profile.getRoutesCount()).isZero();
    assertThat(profile.getRetryBudget().getMinRetriesPerSecond()).isEqualTo(10);
    assertThat(profile.getRetryBudget().getRetryRatio()).isEqualTo(0.2f);
    assertThat(profile.getRetryBudget().getTtl().getSeconds()).isEqualTo(10);
    var parent = profile.getParentRef().getResource();
    assertThat(parent.getGroup()).isEqualTo("core");
    assertThat(parent.getKind()).isEqualTo("Service");
    assertThat(parent.getName()).isEqualTo("web");
    assertThat(parent.getNamespace()).isEqualTo("ns1");
    assertThat(parent.getPort()).isEqualTo(80);
    assertThat(profile.getProfileRef().getResource().getGroup()).isEqualTo("linkerd.io");
    assertThat(profile.hasEndpoint()).isFalse();
  }

  @Test
  @Covers("control-plane#P2")
  void itsAddressIsAsGoodAsItsName() {
    assertThat(only("10.9.9.9:80")).isEqualTo(only(NAME + ":80"));
  }

  @Test
  @Covers("control-plane#P3")
  void aPortThatIsNotListedHasAnEmptyProfile() {
    var client = get(NAME + ":81");
    assertThat(client.take()).containsExactly(DestinationProfile.getDefaultInstance());
    assertThat(client.status()).isNull();
  }

  @Test
  @Covers("control-plane#P8")
  void anAnnotationMakesAnOpenStreamOpaque() {
    var client = get(NAME + ":80");
    assertThat(client.take().getFirst().getOpaqueProtocol()).isFalse();
    world.becomes(
        WEB.replace("ns1 }", "ns1, annotations: { config.linkerd.io/opaque-ports: \"80\" } }"),
        ONE);
    assertThat(client.take())
        .singleElement()
        .satisfies(profile -> assertThat(profile.getOpaqueProtocol()).isTrue());
  }

  @Test
  @Covers("control-plane#P9")
  void anInstancesAddressIsOneEndpoint() {
    var profile = only("10.0.0.1:8080");
    assertThat(profile.getFullyQualifiedName()).isEmpty();
    assertThat(profile.hasParentRef()).isFalse();
    var endpoint = profile.getEndpoint();
    assertThat(endpoint.getTlsIdentity().getServerName().getName()).startsWith("sa1.ns1.");
    assertThat(endpoint.getProtocolHint().hasH2()).isTrue();
    assertThat(endpoint.getMetricLabelsMap())
        .containsEntry("namespace", "ns1")
        .containsEntry("external_workload", "web-1")
        .doesNotContainKey("zone_locality");
  }

  @Test
  void anInstancesNameIsOneEndpoint() {
    assertThat(only("web-1." + NAME + ":8080")).isEqualTo(only("10.0.0.1:8080"));
    assertThat(get("web-9." + NAME + ":8080").status()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  @Covers("control-plane#P10")
  void anAddressOfNothingIsBare() {
    var profile = only("10.0.0.9:3306");
    assertThat(profile.getOpaqueProtocol()).isTrue();
    assertThat(profile.getEndpoint().getMetricLabelsMap()).isEmpty();
    assertThat(profile.getEndpoint().hasTlsIdentity()).isFalse();
    assertThat(profile.getEndpoint().getWeight()).isEqualTo(10_000);
  }

  @Test
  @Covers("control-plane#P11")
  void aServiceThatIsMissingIsNotFound() {
    assertThat(get("nope.ns1.svc.cluster.local:80").status()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  @Covers("control-plane#P12")
  void anAddressOfTwoServicesIsRefused() {
    world.becomes(WEB, WEB.replace("name: web", "name: other"), ONE);
    assertThat(get("10.9.9.9:80").status()).isEqualTo(Status.Code.FAILED_PRECONDITION);
  }

  @Test
  @Covers("control-plane#P14")
  void labelsOfARunningInstanceDoNotMatterAndItsEndDoes() {
    var client = get("10.0.0.1:8080");
    client.take();
    world.becomes(WEB, ONE.replace("{ app: web }", "{ app: web, version: two }"));
    assertThat(client.take()).isEmpty();
    world.becomes(WEB);
    assertThat(client.take())
        .singleElement()
        .satisfies(profile -> assertThat(profile.getEndpoint().getMetricLabelsMap()).isEmpty());
  }
}
