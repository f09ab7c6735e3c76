package weft.cli.metrics;

import java.util.Map;

/** One line of a scrape. */
public record Sample(String name, Map<String, String> labels, double value) {
  public Sample {
    labels = Map.copyOf(labels);
  }

  /** The value of a label; empty where it is absent, which Prometheus takes for the same. */
  public String label(String key) {
    return labels.getOrDefault(key, "");
  }

  public boolean has(String key, String value) {
    return label(key).equals(value);
  }
}
