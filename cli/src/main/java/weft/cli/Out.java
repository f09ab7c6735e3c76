package weft.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where a command prints; mixed into those that do. */
@Command
final class Out {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  /** What was asked for. */
  PrintWriter out() {
    return command().commandLine().getOut();
  }

  /** What is said beside. */
  PrintWriter err() {
    return command().commandLine().getErr();
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("used outside of picocli");
    }
    return spec;
  }
}
