package weft.blackbox;

import java.time.Duration;
import weft.testkit.process.Command;
import weft.testkit.process.Finished;

/** The launcher, told to take what this build has just packaged. */
final class Weft {
  /** Enough for a virtual machine that starts while others do. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private Weft() {}

  static Command command(Object... arguments) {
    var launcher = System.getProperty("weft.launcher");
    if (launcher == null) {
      throw new IllegalStateException("weft.launcher is not set: start the tests through Maven");
    }
    return Command.of(launcher, arguments).env("WEFT_AS_BUILT", 1);
  }

  /** Runs it to its end. */
  static Finished run(Object... arguments) {
    return command(arguments).run(PATIENCE);
  }
}
