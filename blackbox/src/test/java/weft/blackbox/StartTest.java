package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import weft.testkit.Covers;
import weft.testkit.peer.RawServer;

/** How a proxy starts where something is wrong or missing. */
@ExtendWith(Pair.Shared.class)
class StartTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Mesh mesh;

  StartTest(Pair pair) {
    this.mesh = pair.mesh();
  }

  @Test
  void allWrongVariablesAreNamedAtOnce() {
    var ran =
        mesh.proxyCommand("job")
            .env("LINKERD2_PROXY_OUTBOUND_CONNECT_TIMEOUT", "soon")
            .env("LINKERD2_PROXY_INBOUND_LISTEN_ADDR", "nowhere")
            .env("WEFT_APP_PORTS", "http=many")
            .run(Weft.PATIENCE);
    assertThat(ran.exitCode()).isEqualTo(64);
    assertThat(ran.out())
        .contains("LINKERD2_PROXY_OUTBOUND_CONNECT_TIMEOUT", "soon")
        .contains("LINKERD2_PROXY_INBOUND_LISTEN_ADDR", "nowhere")
        .contains("WEFT_APP_PORTS", "many");
    assertThat(ran.err()).startsWith("Invalid configuration: ");
    assertThat(ran.out() + ran.err()).doesNotContain("\tat ");
  }

  @Test
  void anAdminPortThatIsTakenIsNamed() {
    try (var _ = RawServer.start(new InetSocketAddress(mesh.ip("job"), 4191))) {
      var ran = mesh.proxyCommand("job").run(Weft.PATIENCE);
      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err())
          .contains("Initialization failure: ", mesh.ip("job") + ":4191", "in use")
          .doesNotContain("\tat ");
    }
  }

  @Test
  @Covers("config#C65")
  void anInboundPortThatIsTakenIsNamed() {
    try (var _ = RawServer.start(new InetSocketAddress(mesh.ip("job"), 4143))) {
      var ran = mesh.proxyCommand("job").run(Weft.PATIENCE);
      assertThat(ran.exitCode()).isEqualTo(101);
      assertThat(ran.err())
          .contains("Failed to bind inbound listener: ", mesh.ip("job") + ":4143", "in use")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void withoutAControlPlaneItWaitsAndSaysForWhatAndServesOnceThereIsOne(@TempDir Path dir) {
    try (var other = Mesh.plan().workload("web").prepare(dir)) {
      var web = other.start("web", other.proxyCommand("web"));
      web.child().awaitLine("Failed to connect: Connection refused", Weft.PATIENCE);
      assertThat(web.whyNotReady()).contains("identity: not certified yet");
      other.startControl();
      web.awaitReady();
      web.child().signal("TERM");
      assertThat(web.child().awaitExit(LIMIT).exitCode()).isZero();
    }
  }
}
