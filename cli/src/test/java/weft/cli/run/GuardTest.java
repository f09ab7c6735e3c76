package weft.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static Process sleeper() throws IOException {
    return new ProcessBuilder("sleep", "600").start();
  }

  @Test
  void whatIsWatchedEndsWhenThePipeCloses() throws IOException, InterruptedException {
    var one = sleeper();
    var two = sleeper();
    var other = sleeper();
    try (var guard = Guard.start()) {
      guard.watch(one.toHandle());
      guard.watch(other.toHandle());
      guard.watch(two.toHandle());
      guard.leave(other.toHandle());
    }
    assertThat(one.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(two.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(other.isAlive()).isTrue();
    other.destroyForcibly().waitFor();
  }

  @Test
  void aSignalReachesTheCommandAndItsCodeComesBack()
      throws IOException, InterruptedException, Child.NotStarted {
    try (var guard = Guard.start()) {
      var child = Child.start(List.of("sleep", "600"), Map.of(), guard);
      child.signal("INT");
      assertThat(child.await()).isEqualTo(128 + 2);
    }
  }

  @Test
  void aCommandThatIsNotThereIsNotFound() throws IOException {
    try (var guard = Guard.start()) {
      assertThat(notStarted(guard, "weft-no-such-command").exitCode()).isEqualTo(127);
      assertThat(notStarted(guard, "/etc/passwd").exitCode()).isEqualTo(126);
    }
  }

  private static Child.NotStarted notStarted(Guard guard, String command) {
    return org.junit.jupiter.api.Assertions.assertThrows(
        Child.NotStarted.class, () -> Child.start(List.of(command), Map.of(), guard));
  }
}
