package weft.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import weft.testkit.process.Child;
import weft.testkit.process.Finished;
import weft.testkit.process.Program;

/**
 * A steady load on a client's proxy, by wrk, over thirty connections that pause after each answer:
 * at most some 2,000 requests a second, of each service in turn.
 */
final class Load implements AutoCloseable {
  private static final int CONNECTIONS = 30;
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final Pattern FAILED = Pattern.compile("Socket errors.*|Non-2xx.*");

  private final Child wrk;

  private Load(Child wrk) {
    this.wrk = wrk;
  }

  /** Starts one that ends by itself after that time, unless it is ended before. */
  static Load on(Sidecar proxy, Duration lasting, String... services) {
    var url = "http://" + proxy.outbound() + "/";
    return new Load(
        Program.WRK
            .with("-t", 1, "-c", CONNECTIONS, "-d", lasting.toSeconds() + "s", "--timeout", "10s")
            .and("-s", script(services), url)
            .start());
  }

  private static Path script(String... services) {
    var names =
        Arrays.stream(services).map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    try {
      var file = Files.createTempFile("weft-load-", ".lua");
      file.toFile().deleteOnExit();
      return Files.writeString(
          file,
          """
          local services, turn = { %s }, 0
          function request()
            turn = turn + 1
            return wrk.format("GET", "/", { Host = services[turn %% #services + 1] })
          end
          function delay() return 9 end
          """
              .formatted(names));
    } catch (IOException e) {
      throw new UncheckedIOException("no script for wrk", e);
    }
  }

  boolean isRunning() {
    return wrk.isAlive();
  }

  /** Ends it now. */
  double end() {
    wrk.signal("INT");
    return awaitEnd();
  }

  /**
   * Waits until it has ended by itself.
   *
   * @return requests a second
   * @throws AssertionError if a request was not answered, or not with success
   */
  double awaitEnd() {
    return rate(wrk.awaitExit(Weft.PATIENCE).successfully());
  }

  private static double rate(Finished ended) {
    var rate = RATE.matcher(ended.out());
    if (FAILED.matcher(ended.out()).find() || !rate.find() || rate.group(1).equals("0.00")) {
      throw new AssertionError("requests failed:\n" + ended.out());
    }
    return Double.parseDouble(rate.group(1));
  }

  @Override
  public void close() {
    wrk.close();
  }
}
