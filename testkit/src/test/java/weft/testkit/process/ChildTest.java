package weft.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class ChildTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void aProgramsOutputAndExitCodeAreKept(@TempDir Path dir) {
    var ran =
        Command.of("sh", "-c", "cat; echo $HUE >&2; pwd; exit 3")
            .env("HUE", "blue")
            .in(dir)
            .run("in\n", LIMIT);
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out()).isEqualTo("in\n" + dir + "\n");
    assertThat(ran.err()).isEqualTo("blue\n");
    assertThatThrownBy(ran::successfully).hasMessageContaining("exited with 3", "blue");
  }

  @Test
  void aLineThatNeverComesIsSaidWithWhatCameInstead() {
    try (var child = Command.of("sh", "-c", "echo started; exit 7").start()) {
      assertThatThrownBy(() -> child.awaitLine("ready", LIMIT))
          .hasMessageContaining("did not print \"ready\"")
          .hasMessageContaining("out: started");
    }
  }

  @Test
  void closingEndsAChildThatIgnoresItAndItsChildren() {
    ProcessHandle grandchild;
    try (var child = Command.of("sh", "-c", "trap '' TERM; sleep 300 & echo up; wait").start()) {
      child.awaitLine("up", LIMIT);
      grandchild = ProcessHandle.of(child.pid()).orElseThrow().children().findAny().orElseThrow();
    }
    assertThat(grandchild.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS))
        .succeedsWithin(LIMIT);
  }

  @Test
  void aChildCanBeKilledBySignal() {
    try (var child = Command.of("sleep", 300).start()) {
      child.signal("KILL");
      assertThat(child.awaitExit(LIMIT).exitCode()).isEqualTo(128 + 9);
    }
  }

  @Test
  void outputBeyondTheBoundIsCutInTheMiddle() {
    var ran = Command.of("sh", "-c", "echo first; yes | head -c 3000000; echo last").run(LIMIT);
    assertThat(ran.out()).hasSizeLessThan(1_000_000).startsWith("first\n").endsWith("last\n");
  }

  @Test
  void anotherJvmRunsOurClasses() {
    assertThat(Command.java(Greets.class, "you").run(LIMIT).successfully().out())
        .isEqualTo("hello you\n");
  }

  @Test
  void aProgramThatIsMissingSkipsTheTestAndUnderCiFailsIt() {
    var absent = new Program("weft-no-such-program", "some-package");
    assertThatThrownBy(() -> absent.missing(false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("apt-get install some-package");
    assertThatThrownBy(() -> absent.missing(true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("weft-no-such-program is not installed");
  }

  static final class Greets {
    public static void main(String[] args) {
      System.out.println("hello " + args[0]);
    }
  }
}
