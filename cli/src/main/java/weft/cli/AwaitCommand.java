package weft.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.cli.metrics.Scraper;
import weft.cli.stat.Proxies;

/** {@code weft await}. */
@Command(
    name = "await",
    description = "Wait until a proxy is ready.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  weft await && ./web                       in a script, beside `weft proxy`",
      "  weft await --admin 127.0.1.2:4191 --timeout 30s",
      "",
      "Says on standard error what the proxy waits for, whenever that changes.",
      "Exit codes: 0 it is ready; 1 it was not within the time; 64 wrong options."
    })
final class AwaitCommand implements Callable<Integer> {
  private static final Duration BETWEEN = Duration.ofMillis(200);

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "The proxy's admin server; default: WEFT_ADMIN, else 127.0.0.1:4191.")
  @Nullable String admin = System.getenv("WEFT_ADMIN");

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Span.class,
      description = "How long to wait; default: 2m.")
  Duration timeout = Duration.ofMinutes(2);

  @Mixin Out to = new Out();

  @Override
  public Integer call() throws Trouble, InterruptedException {
    var address = admin == null ? "127.0.0.1:" + Proxies.ADMIN_PORT : admin;
    var scraper = new Scraper();
    long end = System.nanoTime() + timeout.toNanos();
    var told = "";
    while (true) {
      var why = waitsFor(scraper, address);
      if (why.isEmpty()) {
        return ExitCode.OK;
      }
      if (System.nanoTime() >= end) {
        throw new Trouble(
            "the proxy at "
                + address
                + " was not ready within "
                + timeout.toSeconds()
                + " s"
                + ": "
                + why);
      }
      if (!why.equals(told)) {
        to.err().println("weft: waiting: " + why);
        told = why;
      }
      Thread.sleep(BETWEEN);
    }
  }

  private static String waitsFor(Scraper scraper, String address) {
    try {
      return scraper.waitsFor(address).replace("\n", "; ");
    } catch (IOException e) {
      return "nobody answers at " + address + " (" + e.getMessage() + ")";
    }
  }
}
