package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.testkit.peer.RawServer;

/** {@code weft control} and its file: what is wrong is told with its place, edits are in force. */
class MeshFileTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static Mesh mesh;

  @BeforeAll
  static void start(@TempDir Path dir) {
    mesh = Mesh.plan().workload("api", 8080).service("api", 80, "api", 8080).start(dir);
  }

  @AfterAll
  static void stop() {
    mesh.close();
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlaceAndNothingIsServed() {
    var wrong = mesh.directory().resolve("wrong.yaml");
    mesh.write(
        wrong, mesh.text().replace("port: 80,", "port: eighty,").replace("issuer:", "isuer:"));
    var ran = Weft.run("control", "--config", wrong);
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().lines())
        .anyMatch(
            line ->
                line.matches(
                    ".*wrong.yaml:6:3: error: spec.isuer: found a key that is not known here; .*did you mean issuer.*"))
        .anyMatch(
            line ->
                line.matches(
                    ".*wrong.yaml:\\d+:\\d+: error: spec.ports\\[0\\].port: found \"eighty\"; accepted: .*"))
        .contains("weft control: not started: correct the errors above");
    assertThat(ran.err()).doesNotContain("\tat ");
    assertThat(Weft.run("control", "--config", wrong, "--check").err())
        .contains("spec.isuer", "\"eighty\"");
  }

  @Test
  void aBadEditIsToldAndAGoodOneIsInForce() {
    var before = mesh.text();
    int told = 0;
    for (var bad :
        new String[] {"port: 80, x", "port: 70000", "porto: 80", "port: [ 80 ]", "port: { "}) {
      mesh.write(before.replace("port: 80", bad));
      awaitTold(++told, "weft control: not reloaded, what was in force stays");
      mesh.write(before + "# " + bad + "\n");
      awaitTold(told, "weft control: reloaded: 1 services, 1 workloads");
    }
    var err = mesh.control().err();
    assertThat(err.lines().filter(line -> line.matches(".*mesh.yaml:\\d+:\\d+: error: .*")))
        .hasSizeGreaterThanOrEqualTo(told);
    assertThat(err).doesNotContain("\tat ");
  }

  /** Waits until the control plane has said so that many times. */
  private static void awaitTold(int times, String what) {
    var control = mesh.control();
    Until.holds(
        () -> control.err().lines().filter(line -> line.startsWith(what)).count() >= times,
        () -> "not told " + times + " times: " + what + "\n" + control.err());
  }

  @Test
  void anAddressThatIsTakenIsNamed(@TempDir Path dir) {
    var other = Mesh.plan().prepare(dir);
    var taken = new InetSocketAddress(other.controlIp(), 8443);
    try (var _ = RawServer.start(taken)) {
      var ran = Weft.run("control", "--config", other.file());
      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err()).contains("cannot listen on", "8443").doesNotContain("\tat ");
    }
  }

  @Test
  void sigtermEndsItWithSuccess(@TempDir Path dir) {
    try (var other = Mesh.plan().start(dir)) {
      other.control().signal("TERM");
      assertThat(other.control().awaitExit(LIMIT).exitCode()).isZero();
    }
  }
}
