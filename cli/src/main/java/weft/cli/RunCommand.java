package weft.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What help and completion say of {@code weft run}, which the launcher starts by itself. */
@Command(
    name = "run",
    description = {
      "Run a command with a sidecar around it.",
      "`weft run --help` tells all: ports, listeners, exit codes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  weft run --workload web --mesh mesh.yaml -- ./web")
final class RunCommand implements Runnable {
  @Option(names = "--mesh", paramLabel = "FILE", description = "The mesh file.")
  @Nullable String mesh;

  @Option(names = "--workload", paramLabel = "NAME", description = "Which workload this is.")
  @Nullable String workload;

  @Option(names = "--join", paramLabel = "FILE", description = "A join file instead of both.")
  @Nullable String join;

  @Parameters(paramLabel = "CMD", description = "The command, after --.")
  List<String> command = List.of();

  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "the sidecar has a virtual machine of its own: start ./weft run");
    }
  }
}
