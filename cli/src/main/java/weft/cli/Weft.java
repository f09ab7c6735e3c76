package weft.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of all commands, and their entry point; {@code proxy} and {@code run} start without. */
@Command(
    name = "weft",
    description = "A service-mesh sidecar proxy and its control plane.",
    mixinStandardHelpOptions = true,
    versionProvider = Weft.Version.class,
    sortOptions = false,
    subcommands = {
      DemoCommand.class,
      ControlCommand.class,
      ProxyCommand.class,
      RunCommand.class,
      InitCommand.class,
      CaCommand.class,
      TokenCommand.class,
      ProfileCommand.class,
      StatCommand.class,
      AwaitCommand.class,
      CheckCommand.class,
      BenchCommand.class,
      CompletionCommand.class,
      RehearseCommand.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  weft demo                       a whole mesh on this machine, with traffic",
      "  weft ca init ca                 trust material for a mesh of one's own",
      "  weft control --config mesh.yaml the control plane",
      "  weft run --mesh mesh.yaml --workload web -- ./web",
      "",
      "Exit codes: 0 done, 1 could not be done, 64 wrong options.",
      "`weft COMMAND --help` tells more, also where it differs."
    })
final class Weft implements Runnable {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  boolean debug;

  @Spec @Nullable CommandSpec spec;

  /** The version that the jar was built as. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Weft.class.getPackage().getImplementationVersion();
      return new String[] {"weft " + (version == null ? "(not packaged)" : version)};
    }
  }

  public static void main(String[] args) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(execute(out, err, args));
  }

  /** Runs a command to its end and returns its exit code. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    return commandLine().setOut(out).setErr(err).execute(args);
  }

  static CommandLine commandLine() {
    var weft = new Weft();
    var line = new CommandLine(weft);
    line.setExecutionExceptionHandler((error, command, _) -> explain(weft, error, command));
    line.setParameterExceptionHandler(Weft::refuse);
    return line.setUsageHelpAutoWidth(true).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "which command?");
    }
  }

  private static int explain(Weft weft, Exception error, CommandLine command) {
    command.getErr().println("weft: " + Sentence.of(error));
    if (weft.debug) {
      error.printStackTrace(command.getErr());
    }
    return error instanceof Trouble trouble ? trouble.exitCode() : ExitCode.FAILED;
  }

  private static int refuse(ParameterException error, String[] args) {
    var command = error.getCommandLine();
    var err = command.getErr();
    err.println("weft: " + error.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
    err.println("weft: `" + command.getCommandSpec().qualifiedName() + " --help` tells more");
    return ExitCode.USAGE;
  }
}
