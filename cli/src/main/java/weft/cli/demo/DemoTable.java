package weft.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weft.cli.stat.StatTable;

/** Edges and events for people. Pure. */
final class DemoTable {
  private static final List<String> HEADINGS =
      List.of("EDGE", "PROTOCOL", "CARRIED AS", "MTLS", "RATE", "SUCCESS", "P50", "P99");

  private DemoTable() {}

  /**
   * A row an edge, and under the rows a line an edge with the shares of its endpoints: that fits
   * into 80 columns.
   *
   * @param before the same edges at the start of the time that the rate is of; empty: from zero
   */
  static String edges(List<Edge> edges, List<Edge> before, Duration time) {
    var lines = new ArrayList<List<String>>();
    lines.add(HEADINGS);
    for (int i = 0; i < edges.size(); i++) {
      long since = before.isEmpty() ? 0 : before.get(i).count().requests();
      double seconds = time.toNanos() / 1e9;
      lines.add(cells(edges.get(i), (edges.get(i).count().requests() - since) / seconds));
    }
    return StatTable.aligned(lines) + '\n' + shares(edges);
  }

  private static String shares(List<Edge> edges) {
    var text = new StringBuilder();
    for (var edge : edges) {
      text.append("%-8s".formatted(edge.to()));
      edge.endpoints().forEach(endpoint -> text.append("  ").append(share(endpoint)));
      text.append('\n');
    }
    return text.toString();
  }

  private static List<String> cells(Edge edge, double rate) {
    return List.of(
        Edge.FROM + " -> " + edge.to(),
        edge.protocol(),
        edge.carriedAs(),
        edge.encrypted() ? "yes" : "no",
        String.format(Locale.ROOT, "%.0f/s", rate),
        success(edge.successRate()),
        String.format(Locale.ROOT, "%.1f ms", edge.count().p50Ms()),
        String.format(Locale.ROOT, "%.1f ms", edge.count().p99Ms()));
  }

  /** 100 % only where nothing failed. */
  private static String success(double rate) {
    double percent = Math.floor(rate * 1e5) / 1e3;
    return rate == 1 ? "100 %" : String.format(Locale.ROOT, "%.3f %%", percent);
  }

  private static String share(Edge.Endpoint endpoint) {
    return String.format(Locale.ROOT, "%s %.0f %%", endpoint.workload(), endpoint.share() * 100)
        + (endpoint.slow() ? " (slow)" : "");
  }

  static String event(Event event) {
    return String.format(
        Locale.ROOT,
        "%5.1f s  %s, in force after %d ms",
        event.at().toMillis() / 1000.0,
        event.what(),
        event.inForce().toMillis());
  }

  /** The last line. */
  static String verdict(Outcome outcome) {
    long requests = outcome.edges().stream().mapToLong(edge -> edge.count().requests()).sum();
    long failed = outcome.edges().stream().mapToLong(edge -> edge.count().failed()).sum();
    return String.format(
        Locale.ROOT,
        "%d requests, %d failed; %s",
        requests,
        failed,
        outcome.isGood()
            ? "the client's counts and the proxies' agree"
            : "not as it should be: see standard error");
  }
}
