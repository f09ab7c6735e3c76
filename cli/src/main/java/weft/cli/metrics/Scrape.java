package weft.cli.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a proxy counted up to one moment. Immutable. */
public record Scrape(List<Sample> samples) {
  public static final Scrape EMPTY = new Scrape(List.of());

  public Scrape {
    samples = List.copyOf(samples);
  }

  /**
   * Reads the text of {@code /metrics}; both parts of it, legacy and registry (telemetry.md 1).
   * Lines that are no samples are passed over.
   */
  public static Scrape parse(String text) {
    var samples = new ArrayList<Sample>();
    text.lines().forEach(line -> new SampleLine(line).read().ifPresent(samples::add));
    return new Scrape(samples);
  }

  public List<Sample> of(String name, Predicate<Sample> which) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name) && which.test(sample))
        .toList();
  }

  public double sum(String name, Predicate<Sample> which) {
    return of(name, which).stream().mapToDouble(Sample::value).sum();
  }
}
