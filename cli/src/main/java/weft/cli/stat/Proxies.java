package weft.cli.stat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import weft.cli.metrics.Latency;
import weft.cli.metrics.Sample;
import weft.cli.metrics.Scrape;
import weft.cli.metrics.Scraper;

/** Scrapes all proxies at once, twice. Columns: control-plane.md 17, {@code viz stat}. */
public final class Proxies {
  public static final int ADMIN_PORT = 4191;

  private Proxies() {}

  /** A proxy and where it is asked: {@code HOST:PORT}. */
  public record Admin(String name, String address) {}

  private record Dated(Scrape scrape, long nanos) {}

  /** Waits for the interval; one row a proxy, in their order. */
  public static List<StatRow> between(List<Admin> proxies, Scraper scraper, Duration interval)
      throws InterruptedException {
    var before = all(proxies, scraper);
    Thread.sleep(interval);
    var after = all(proxies, scraper);
    var rows = new ArrayList<StatRow>();
    for (int i = 0; i < proxies.size(); i++) {
      rows.add(row(proxies.get(i).name(), before.get(i), after.get(i)));
    }
    return rows;
  }

  private static List<Optional<Dated>> all(List<Admin> proxies, Scraper scraper)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked =
          threads.invokeAll(
              proxies.stream().<Callable<Dated>>map(proxy -> () -> one(proxy, scraper)).toList());
      var answers = new ArrayList<Optional<Dated>>();
      for (var answer : asked) {
        try {
          answers.add(Optional.of(answer.get()));
        } catch (ExecutionException _) {
          answers.add(Optional.empty());
        }
      }
      return answers;
    }
  }

  private static Dated one(Admin proxy, Scraper scraper) throws IOException {
    return new Dated(scraper.scrape(proxy.address()), System.nanoTime());
  }

  private static StatRow row(String name, Optional<Dated> from, Optional<Dated> to) {
    if (from.isEmpty() || to.isEmpty()) {
      return new StatRow(name, null);
    }
    double seconds = (to.get().nanos() - from.get().nanos()) / 1e9;
    return new StatRow(name, numbers(from.get().scrape(), to.get().scrape(), seconds));
  }

  /** What happened between two scrapes that lie so many seconds apart. */
  static StatRow.Numbers numbers(Scrape from, Scrape to, double seconds) {
    Predicate<Sample> inbound =
        sample ->
            sample.has("direction", "inbound")
                && !sample.has("target_port", Integer.toString(ADMIN_PORT));
    Predicate<Sample> accepted = inbound.and(sample -> sample.has("peer", "src"));
    Predicate<Sample> good = inbound.and(sample -> sample.has("classification", "success"));
    double responses = grown(from, to, "response_total", inbound);
    var latency = Latency.between(from, to, "response_latency_ms", inbound);
    return new StatRow.Numbers(
        responses == 0 ? Double.NaN : grown(from, to, "response_total", good) / responses,
        responses / seconds,
        latency.quantile(0.5),
        latency.quantile(0.95),
        latency.quantile(0.99),
        Math.round(to.sum("tcp_open_connections", accepted)),
        grown(from, to, "tcp_read_bytes_total", accepted) / seconds,
        grown(from, to, "tcp_write_bytes_total", accepted) / seconds);
  }

  /** Never negative: a proxy that started anew counts from zero. */
  private static double grown(Scrape from, Scrape to, String name, Predicate<Sample> which) {
    return Math.max(0, to.sum(name, which) - from.sum(name, which));
  }
}
