package weft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import weft.bench.streams.Size;
import weft.bench.streams.StreamsBench;

/** {@code weft bench}: one subcommand for each thing that is measured. */
@Command(
    name = "bench",
    description = "Measure Weft on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = BenchCommand.Streams.class)
final class BenchCommand implements Runnable {
  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "which measurement?");
    }
  }

  /** {@code weft bench streams}. */
  @Command(
      name = "streams",
      description = {
        "How soon an edit of the mesh file reaches all sidecars.",
        "Starts a control plane, opens a Destination stream to each service on each of many"
            + " connections, and changes every service at once, again and again."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footerHeading = "%nExamples:%n",
      footer = {
        "  weft bench streams                      10,000 streams over 200 connections",
        "  weft bench streams --connections 20",
        "",
        "Exit codes: 0 each stream had each update within a second; 1 one had not."
      })
  static final class Streams implements Callable<Integer> {
    @Option(names = "--connections", description = "Default: ${DEFAULT-VALUE}.")
    int connections = 200;

    @Option(names = "--services", description = "Streams a connection; default: ${DEFAULT-VALUE}.")
    int services = 50;

    @Option(names = "--instances", description = "Of each service; default: ${DEFAULT-VALUE}.")
    int instances = 4;

    @Option(names = "--edits", description = "Default: ${DEFAULT-VALUE}.")
    int edits = 6;

    @Mixin Out to = new Out();

    @Override
    public Integer call() throws IOException, Trouble, InterruptedException {
      var launcher = System.getProperty("weft.launcher");
      if (launcher == null) {
        throw new Trouble("weft bench needs to know ./weft: start it by that");
      }
      var directory = Files.createTempDirectory("weft-bench");
      var report = new StreamsBench(Path.of(launcher), size()).run(directory);
      to.out().print(report.text());
      to.out().println("mesh file and log of collections: " + directory);
      to.out().flush();
      return report.passed() ? ExitCode.OK : ExitCode.FAILED;
    }

    private Size size() throws Trouble {
      try {
        return new Size(connections, services, instances, edits);
      } catch (IllegalArgumentException e) {
        throw new Trouble(ExitCode.USAGE, String.valueOf(e.getMessage()));
      }
    }
  }
}
