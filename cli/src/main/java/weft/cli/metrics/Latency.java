package weft.cli.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A distribution in buckets: how many took at most so long. Confined to one thread. */
public final class Latency {
  private final TreeMap<Double, Double> cumulative = new TreeMap<>();

  private Latency() {}

  /** What was observed between two scrapes, all series that fit together. */
  public static Latency between(Scrape from, Scrape to, String name, Predicate<Sample> which) {
    var latency = new Latency();
    latency.add(to, name, which, 1);
    latency.add(from, name, which, -1);
    return latency;
  }

  private void add(Scrape scrape, String name, Predicate<Sample> which, int sign) {
    for (var sample : scrape.of(name + "_bucket", which)) {
      var bound = sample.has("le", "+Inf") ? "Infinity" : sample.label("le");
      cumulative.merge(Double.parseDouble(bound), sign * sample.value(), Double::sum);
    }
  }

  public double count() {
    return cumulative.isEmpty() ? 0 : cumulative.lastEntry().getValue();
  }

  /**
   * The quantile, interpolated inside its bucket as Prometheus does it; the highest bound for what
   * lies above; NaN where nothing was observed.
   *
   * @param share from 0 to 1
   */
  public double quantile(double share) {
    double rank = share * count();
    double lower = 0;
    double below = 0;
    for (Map.Entry<Double, Double> bucket : cumulative.entrySet()) {
      double upper = bucket.getKey();
      double inside = bucket.getValue() - below;
      if (bucket.getValue() >= rank && inside > 0) {
        return Double.isInfinite(upper) ? lower : lower + (upper - lower) * (rank - below) / inside;
      }
      lower = upper;
      below = bucket.getValue();
    }
    return Double.NaN;
  }
}
