package weft.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.demo.Demo;

/** {@code weft demo}. */
@Command(
    name = "demo",
    description = {
      "Run a whole mesh on this machine, without root, with real traffic and real trouble.",
      "A client, three instances of api (HTTP), two of greeter (gRPC) and a cache (TCP), each with"
          + " a sidecar of its own. An instance is killed and comes back, one announces itself, a"
          + " timeout is edited, the control plane stops and starts. At the end the client's counts are compared with the proxies'"
          + " metrics."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  weft demo                           (Ctrl-C stops all, and shows the summary)",
      "  weft demo --duration 20s --json",
      "",
      "Exit codes: 0 no request failed, the counts agree, and what the control plane tells was in",
      "force within a second; 1 otherwise, standard error says why; 64 wrong options."
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Span.class,
      description = "How long the load goes on, 10s at least; default: until Ctrl-C.")
  @Nullable Duration duration;

  @Option(names = "--json", description = "Print one JSON object at the end, and no table.")
  boolean json;

  @Option(names = "--keep", description = "Leave logs and trust material, and say where.")
  boolean keep;

  @Mixin Out to = new Out();

  @Override
  public Integer call() throws IOException, Trouble, InterruptedException {
    if (duration != null && duration.compareTo(Demo.Wishes.SHORTEST) < 0) {
      throw new Trouble(
          ExitCode.USAGE,
          "--duration must be %ds at least, so that each event shows its effect"
              .formatted(Demo.Wishes.SHORTEST.toSeconds()));
    }
    boolean terminal = "terminal".equals(System.getProperty("weft.stdout"));
    var wishes = new Demo.Wishes(duration, json, terminal, keep);
    return new Demo(wishes, to.out(), to.err(), new TokenFiles(to.err())).run()
        ? ExitCode.OK
        : ExitCode.FAILED;
  }
}
