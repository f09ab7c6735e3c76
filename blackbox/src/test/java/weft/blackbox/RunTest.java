package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import weft.testkit.process.Command;
import weft.testkit.process.Program;

/** {@code weft run}, seen from its command and from its caller. */
@ExtendWith(Pair.Shared.class)
class RunTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static Path join;
  private final Mesh mesh;

  RunTest(Pair pair) {
    this.mesh = pair.mesh();
  }

  @BeforeAll
  static void makeJoinFile(Pair pair) {
    join = pair.mesh().join("job");
  }

  /** A sidecar around a shell's script. */
  private static Command around(String script) {
    return Weft.command("run", "--join", join, "--", "/bin/sh", "-c", script);
  }

  @Test
  void theCommandFindsItsProxyByVariablesAndItsExitCodeIsOurs() {
    var ran = around("env; exit 7").run(Weft.PATIENCE);
    var ip = mesh.ip("job");
    assertThat(ran.exitCode()).isEqualTo(7);
    assertThat(ran.out().lines())
        .contains("http_proxy=http://" + ip + ":4140", "HTTP_PROXY=http://" + ip + ":4140")
        .contains("https_proxy=http://" + ip + ":4140", "HTTPS_PROXY=http://" + ip + ":4140")
        .contains("grpc_proxy=http://" + ip + ":4140", "GRPC_PROXY=http://" + ip + ":4140")
        .contains("no_proxy=localhost,127.0.0.1,::1")
        .contains("WEFT_OUTBOUND=" + ip + ":4140", "WEFT_INBOUND=" + ip + ":4143")
        .contains("WEFT_ADMIN=" + ip + ":4191")
        .noneMatch(line -> line.startsWith("MALLOC_ARENA_MAX="));
  }

  @Test
  void aSignalGoesToTheCommandWhichDecidesWhatItMeans() throws IOException {
    assumeFalse(hangUpIsIgnored(), "started with SIGHUP ignored, as by nohup");
    var script =
        "trap 'echo reloaded' HUP; trap 'echo ended; exit 3' TERM; echo up;"
            + " while :; do sleep 0.05; done";
    try (var run = around(script).start()) {
      run.awaitLine("up", Weft.PATIENCE);
      run.signal("HUP");
      run.awaitLine("reloaded", LIMIT);
      run.signal("TERM");
      var ended = run.awaitExit(LIMIT);
      assertThat(ended.exitCode()).isEqualTo(3);
      assertThat(ended.out()).endsWith("ended\n");
    }
  }

  /** Processes hand on to their children which signals they ignore. */
  private static boolean hangUpIsIgnored() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("SigIgn:")) {
        return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0;
      }
    }
    return false;
  }

  @Test
  void aCommandThatCrashesEndsUsWithItsSignal() {
    var ran = around("kill -SEGV $$").run(Weft.PATIENCE);
    assertThat(ran.exitCode()).isEqualTo(128 + 11);
    assertThat(ran.err()).doesNotContain("\tat ", "hs_err");
  }

  @Test
  void asProcessOneItWaitsForOrphansAndEndsAsItsCommandDoes() {
    var script =
        "orphan=$( (sh -c 'echo $$' &) ); while [ -e /proc/$orphan ]; do sleep 0.05; done;"
            + " echo reaped; exit 7";
    var ran = asProcessOne(around(script)).run(Weft.PATIENCE);
    assertThat(ran.out()).isEqualTo("reaped\n");
    assertThat(ran.exitCode()).isEqualTo(7);
  }

  @Test
  void asProcessOneItPassesSignalsOn() {
    var script = "trap 'exit 3' TERM; echo up; while :; do sleep 0.05; done";
    try (var run = asProcessOne(around(script)).start()) {
      run.awaitLine("up", Weft.PATIENCE);
      ProcessHandle.of(run.pid()).orElseThrow().children().forEach(ProcessHandle::destroy);
      assertThat(run.awaitExit(LIMIT).exitCode()).isEqualTo(3);
    }
  }

  /** In a namespace of its own, where the system lets this user make one. */
  private static Command asProcessOne(Command command) {
    var namespace =
        Program.UNSHARE.with("--user", "--map-root-user", "--pid", "--fork", "--mount-proc");
    assumeTrue(namespace.and("true").run(LIMIT).exitCode() == 0, "no namespaces here");
    return namespace.and(command.words().toArray()).env("WEFT_AS_BUILT", 1);
  }

  @Test
  void theCommandEndsWithASidecarThatWasKilled() {
    try (var run = around("echo $$; exec sleep 300").start()) {
      long command = Long.parseLong(run.awaitLine("", Weft.PATIENCE));
      run.signal("KILL");
      run.awaitExit(LIMIT);
      var left = ProcessHandle.of(command);
      left.ifPresent(process -> assertThat(process.onExit()).succeedsWithin(LIMIT));
    }
  }

  @Test
  void aCommandThatIsNotThere() {
    var ran = Weft.run("run", "--join", join, "--", "weft-no-such-command");
    assertThat(ran.exitCode()).isEqualTo(127);
    assertThat(ran.err()).endsWith("weft run: weft-no-such-command: no such command\n");
  }

  @Test
  void noCommandAtAll() {
    var ran = Weft.run("run", "--join", join);
    assertThat(ran.exitCode()).isEqualTo(64);
    assertThat(ran.err())
        .isEqualTo(
            "weft run: no command: say which one after --, as in weft run ... -- ./web;"
                + " weft run --help tells more\n");
  }

  @Test
  void aWorkloadThatTheMeshFileDoesNotHave() {
    var ran = Weft.run("run", "--mesh", mesh.file(), "--workload", "ghost", "--", "true");
    assertThat(ran.exitCode()).isEqualTo(69);
    assertThat(ran.err())
        .contains("the mesh file has no ExternalWorkload ghost in namespace default; it has: ")
        .contains("default/job")
        .doesNotContain("\tat ");
  }
}
