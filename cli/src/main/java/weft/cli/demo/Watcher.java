package weft.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import weft.cli.metrics.Scrape;

/** Looks at all counters at once. Blocks; any thread. */
final class Watcher {
  private static final Duration SETTLING = Duration.ofSeconds(3);
  private static final long BETWEEN_MILLIS = 100;

  private final Stage stage;
  private final Client client;
  private final Script script;

  Watcher(Stage stage, Client client, Script script) {
    this.stage = stage;
    this.client = client;
    this.script = script;
  }

  /**
   * What is counted now; a serving sidecar that does not answer is left out.
   *
   * @throws IOException if the client's sidecar does not answer
   */
  Sight look() throws IOException {
    var others = new LinkedHashMap<String, Scrape>();
    var mesh = stage.mesh();
    for (var instance : mesh.everyInstance()) {
      if (instance.serves()) {
        scrape(instance, others);
      }
    }
    var web = stage.scrape(mesh.web());
    return new Sight(mesh, client.counts(), client.reports(), web, others, script.outage());
  }

  private void scrape(Instance instance, Map<String, Scrape> others) {
    try {
      others.put(instance.name(), stage.scrape(instance));
    } catch (IOException _) {
      // Killed, or not there yet.
    }
  }

  /** The same once the load has ended: when nothing is counted any more. */
  Sight lookAtLast() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SETTLING.toNanos();
    var before = look();
    while (true) {
      Thread.sleep(BETWEEN_MILLIS);
      var now = look();
      if (responses(now) == responses(before) || System.nanoTime() > deadline) {
        return now;
      }
      before = now;
    }
  }

  private static double responses(Sight sight) {
    double sum = sight.web().sum("response_total", _ -> true);
    for (var other : sight.others().values()) {
      sum += other.sum("response_total", _ -> true);
    }
    return sum;
  }
}
