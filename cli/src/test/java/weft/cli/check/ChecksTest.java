package weft.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.control.ca.TrustMaterial;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshLoader;
import weft.control.server.ControlPlane;
import weft.control.server.Options;
import weft.control.server.RefusedMesh;

final class ChecksTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String GROUP =
      """
      ---
      kind: ExternalGroup
      metadata: { name: g }
      spec: { template: { metadata: {}, spec: { ports: [ { name: http } ] } } }
      """;
  private static final String API =
      """
      ---
      kind: ExternalWorkload
      metadata: { name: api-1 }
      spec:
        meshTLS: { identity: api.default.serviceaccount.identity.linkerd.cluster.local }
        workloadIPs: [ { ip: 127.93.1.2 } ]
        ports: [ { name: http, port: 9001 } ]
      """;

  @TempDir Path directory;

  @BeforeEach
  void makeTrustMaterial() throws IOException {
    TrustMaterial.generate("linkerd", "cluster.local", Instant.now(), new SecureRandom())
        .writeTo(directory.resolve("ca"));
  }

  private Path file(InetSocketAddress api, String setting, String documents) throws IOException {
    return Files.writeString(
        directory.resolve("mesh.yaml"),
        """
        kind: Mesh
        metadata: { name: test }
        spec:
          trustAnchors: { file: ca/anchors.pem }
          issuer: { certificate: ca/issuer.pem, key: ca/issuer-key.pem }
          listen: { api: "127.0.0.1:%d", dns: "127.0.0.1:8053" }
          %s
        """
                .formatted(api.getPort(), setting)
            + documents);
  }

  private Mesh mesh(InetSocketAddress api, String setting, String... documents) throws IOException {
    var loaded = MeshLoader.load(file(api, setting, String.join("", documents)));
    return loaded.mesh().orElseThrow(() -> new AssertionError(loaded.problems()));
  }

  private static InetSocketAddress freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, ANY.getAddress())) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }

  private static String text(List<Finding> findings) {
    return String.join("\n", findings.stream().map(Finding::toString).toList());
  }

  @Test
  void theControlPlaneIsKnownByItsCertificate() throws IOException, RefusedMesh {
    var options = Options.standard().withApi(ANY).withDns(ANY);
    try (var plane = ControlPlane.start(file(freePort(), "", ""), options)) {
      var ours = mesh(plane.api(), "");
      assertThat(text(ControlCheck.of(ours, Instant.now())))
          .contains("ok    control plane: answers on ", " as control.linkerd.serviceaccount");
      assertThat(text(ControlCheck.of(ours, Instant.now().plus(Duration.ofDays(3)))))
          .contains("FAIL  control plane: who answers on ", "is not trusted", "set both clocks");
      var other = mesh(plane.api(), "controlPlaneNamespace: mesh");
      assertThat(text(ControlCheck.of(other, Instant.now())))
          .contains("is not the control plane of this mesh: it is [control.linkerd");
    }
  }

  @Test
  void aControlPlaneThatIsNotThereIsToBeStarted() throws IOException {
    assertThat(text(ControlCheck.of(mesh(freePort(), ""), Instant.now())))
        .contains("FAIL  control plane: nobody answers on ", "mend: start `weft control");
  }

  @Test
  void anApplicationOnEveryAddressIsExposed() throws IOException {
    var workloads = List.copyOf(mesh(freePort(), "", API).workloads());
    var everywhere = new InetSocketAddress("0.0.0.0", 9001);
    assertThat(
            text(ProxyCheck.of(workloads, Clock.systemUTC(), new Listeners(List.of(everywhere)))))
        .contains("warn  workload default/api-1: port 9001 is reachable without its proxy")
        .contains("at 0.0.0.0", "mend: have the application listen on 127.93.1.2 only");
    var inside = new InetSocketAddress("127.93.1.2", 9001);
    assertThat(text(ProxyCheck.of(workloads, Clock.systemUTC(), new Listeners(List.of(inside)))))
        .contains("ok    workload default/api-1: port 9001 is behind its proxy only");
  }

  @Test
  void whatAnnouncesItselfMustBeKept() throws IOException {
    assertThat(StateCheck.of(mesh(freePort(), ""))).isEmpty();
    assertThat(text(StateCheck.of(mesh(freePort(), "", GROUP))))
        .contains("warn  state:", "mend: set spec.state");
    assertThat(text(StateCheck.of(mesh(freePort(), "state: state/", GROUP))))
        .startsWith("ok    state: ");
    assertThat(text(StateCheck.of(mesh(freePort(), "state: mesh.yaml", GROUP))))
        .startsWith("FAIL  state: ");
  }
}
