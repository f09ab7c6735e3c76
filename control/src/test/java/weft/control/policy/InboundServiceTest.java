package weft.control.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.meshed;

import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.inbound.PortSpec;
import weft.api.inbound.Server;
import weft.control.mesh.MeshText;
import weft.control.wire.Recorded;
import weft.control.wire.World;
import weft.testkit.Covers;

final class InboundServiceTest {
  private static final String ME = "{\"ns\":\"ns1\",\"external_workload\":\"web-1\"}\n";
  private static final String ONE = meshed("web-1", "10.0.0.1", 8080);

  @TempDir Path directory;
  private World world;
  private InboundService service;

  @BeforeEach
  void start() {
    world = new World(directory, ONE);
    service = new InboundService(world.feed());
  }

  private Recorded<Server> watch(String workload, int port) {
    var client = new Recorded<Server>();
    service.watchPort(spec(workload, port), client);
    return client;
  }

  private Recorded<Server> get(String workload, int port) {
    var client = new Recorded<Server>();
    service.getPort(spec(workload, port), client);
    return client;
  }

  private static PortSpec spec(String workload, int port) {
    return PortSpec.newBuilder().setWorkload(workload).setPort(port).build();
  }

  private Server only(int port) {
    return get(ME, port).take().getFirst();
  }

  private static String annotated(String key, String value) {
    return ONE.replace(
        "labels:", "annotations: { config.linkerd.io/" + key + ": \"" + value + "\" }, labels:");
  }

  private void defaultPolicy(String word) {
    world.becomesText(
        MeshText.documents(ONE)
            .replace("spec:\n  trust", "spec:\n  defaultInboundPolicy: " + word + "\n  trust"));
  }

  @Test
  @Covers("control-plane#N1")
  void aPortThatNobodyDeclaredHasADefaultServer() {
    var client = watch(ME, 9000);
    var server = client.take().getFirst();
    assertThat(client.status()).isNull();
    assertThat(server.getLabelsMap())
        .containsEntry("group", "")
        .containsEntry("kind", "default")
        .containsEntry("name", "all-unauthenticated");
    var detect = server.getProtocol().getDetect();
    assertThat(detect.getTimeout().getSeconds()).isEqualTo(10);
    assertThat(detect.getHttpRoutes(0).getMetadata().getDefault()).isEqualTo("default");
    assertThat(detect.getHttpRoutes(0).getRules(0).getMatches(0).getPath().getPrefix())
        .isEqualTo("/");
    var authz = server.getAuthorizations(0);
    assertThat(authz.getMetadata().getDefault()).isEqualTo("all-unauthenticated");
    assertThat(authz.getAuthentication().hasUnauthenticated()).isTrue();
    assertThat(authz.getNetworksCount()).isEqualTo(2);
    assertThat(authz.getNetworks(0).getNet().getPrefixLen()).isZero();
    assertThat(authz.getNetworks(1).getNet().getIp().hasIpv6()).isTrue();
  }

  @Test
  @Covers("control-plane#N2")
  void anUnknownWorkloadIsNotFound() {
    assertThat(watch("{\"ns\":\"ns1\",\"external_workload\":\"nope\"}", 80).status())
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(world.feed().watchers()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ns:", ":pod", "{\"ns\":\"a\"}", "{", "{\"ns\":1,\"pod\":2}", ""})
  @Covers("control-plane#N3")
  void aWorkloadThatCannotBeReadIsInvalid(String workload) {
    assertThat(get(workload, 80).status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 70000, -1})
  @Covers("control-plane#N3")
  void aPortThatIsNoneIsInvalid(int port) {
    assertThat(get(ME, port).status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  @Covers("control-plane#N4")
  void theFormsOfANameAreEqual() {
    var answer = get(ME, 8080).take();
    assertThat(get("ns1:web-1", 8080).take()).isEqualTo(answer);
    assertThat(get("{\"ns\":\"ns1\",\"pod\":\"web-1\"}", 8080).take()).isEqualTo(answer);
  }

  @Test
  @Covers("control-plane#N5")
  void anAnnotationReplacesTheDefault() {
    world.becomes(annotated("default-inbound-policy", "deny"));
    assertThat(only(8080).getLabelsMap()).containsEntry("name", "deny");
    assertThat(only(8080).getAuthorizationsCount()).isZero();
  }

  @Test
  @Covers("control-plane#N6")
  void theClusterFormsNameTheClusterNetworks() {
    defaultPolicy("cluster-authenticated");
    var authz = only(8080).getAuthorizations(0);
    assertThat(authz.getNetworksList())
        .extracting(network -> network.getNet().getPrefixLen())
        .containsExactly(8, 8);
    var identities = authz.getAuthentication().getMeshTLS().getIdentities();
    assertThat(identities.getSuffixesList())
        .singleElement()
        .satisfies(suffix -> assertThat(suffix.getPartsCount()).isZero());
  }

  @Test
  @Covers("control-plane#N7")
  void aPortThatRequiresIdentityIsUpgraded() {
    world.becomes(annotated("proxy-require-identity-inbound-ports", "8080"));
    assertThat(only(8080).getLabelsMap()).containsEntry("name", "all-authenticated");
    assertThat(only(8081).getLabelsMap()).containsEntry("name", "all-unauthenticated");
  }

  @ParameterizedTest
  @CsvSource({
    "all-unauthenticated, true, false",
    "all-authenticated, false, true",
    "cluster-unauthenticated, true, false",
    "audit, true, false",
  })
  void everyDefaultSaysWhoMayCome(String word, boolean anybody, boolean meshed) {
    defaultPolicy(word);
    var authn = only(8080).getAuthorizations(0).getAuthentication();
    assertThat(authn.hasUnauthenticated()).isEqualTo(anybody);
    assertThat(authn.hasMeshTLS()).isEqualTo(meshed);
  }

  @Test
  void anOpaquePortIsNotDetected() {
    assertThat(only(3306).getProtocol().hasOpaque()).isTrue();
    world.becomes(annotated("opaque-ports", "http"));
    assertThat(only(8080).getProtocol().hasOpaque()).isTrue();
    assertThat(only(3306).getProtocol().hasDetect()).isTrue();
  }

  @Test
  @Covers({"control-plane#N19", "control-plane#S5"})
  void aWorkloadThatGoesEndsItsWatch() {
    var client = watch(ME, 8080);
    client.take();
    world.becomes(meshed("web-2", "10.0.0.2", 8080));
    assertThat(client.status()).isEqualTo(Status.Code.OK);
    assertThat(world.feed().watchers()).isZero();
    assertThat(watch(ME, 8080).status()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void anEqualPolicyIsNotSentAgain() {
    var client = watch(ME, 8080);
    client.take();
    world.becomes(ONE, meshed("web-2", "10.0.0.2", 8080));
    assertThat(client.take()).isEmpty();
    defaultPolicy("all-authenticated");
    assertThat(client.take()).hasSize(1);
  }
}
