package weft.proxy.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The families of one proxy, in the order in which they are shown.
 *
 * <p>Families are declared while the proxy is assembled; any thread may count, one at a time shows.
 * Each family holds at most {@code limit} series. Source: telemetry.md 1.
 */
public final class Registry {
  /** Families whose heads are shown together, as soon as one of them has a series. */
  private record Block(List<Family<?>> families, boolean expires) {
    boolean isEmpty() {
      for (Family<?> family : families) {
        if (!family.isEmpty()) {
          return false;
        }
      }
      return true;
    }
  }

  private final LongSupplier nanoClock;
  private final int limit;
  private final List<Block> legacy = new CopyOnWriteArrayList<>();
  private final List<Block> modern = new CopyOnWriteArrayList<>();
  private final AtomicLong refused = new AtomicLong();

  public Registry(LongSupplier nanoClock, int limit) {
    this.nanoClock = nanoClock;
    this.limit = limit;
    sampled("weft_metrics_refused_series", "Series beyond the limit of their metric", "")
        .counter(Labels.NONE, () -> (double) refused.get());
  }

  /** A counter of the legacy part; its name ends in {@code _total} or not, as declared. */
  public Family<Counter> legacyCounter(String name, String help) {
    return family(Style.LEGACY, Family.Kind.COUNTER, name, help, "", Counter::new);
  }

  public Family<Gauge> legacyGauge(String name, String help) {
    return family(Style.LEGACY, Family.Kind.GAUGE, name, help, "", () -> new Gauge(false));
  }

  public Family<Histogram> legacyHistogram(String name, String help, Buckets buckets) {
    return family(
        Style.LEGACY, Family.Kind.HISTOGRAM, name, help, "", () -> new Histogram(buckets));
  }

  /** A counter; its samples get {@code _total}, the unit, where there is one, before that. */
  public Family<Counter> counter(String name, String help, String unit) {
    return show(family(Style.REGISTRY, Family.Kind.COUNTER, name, help, unit, Counter::new));
  }

  public Family<Counter> counter(String name, String help) {
    return counter(name, help, "");
  }

  public Family<Gauge> gauge(String name, String help, String unit) {
    return show(
        family(Style.REGISTRY, Family.Kind.GAUGE, name, help, unit, () -> new Gauge(false)));
  }

  public Family<Gauge> gauge(String name, String help) {
    return gauge(name, help, "");
  }

  /** A gauge of seconds, set in milliseconds and shown with decimals. */
  public Family<Gauge> secondsGauge(String name, String help) {
    return show(
        family(Style.REGISTRY, Family.Kind.GAUGE, name, help, "seconds", () -> new Gauge(true)));
  }

  public Family<Histogram> histogram(String name, String help, String unit, Buckets buckets) {
    return show(
        family(
            Style.REGISTRY, Family.Kind.HISTOGRAM, name, help, unit, () -> new Histogram(buckets)));
  }

  /** A family whose values are asked for when they are shown: the next call says what. */
  public SampledFamily sampled(String name, String help, String unit) {
    return new SampledFamily(name, help, unit);
  }

  /** Shows legacy families from here on, as one block. */
  public void showLegacy(boolean expires, List<Family<?>> families) {
    legacy.add(new Block(List.copyOf(families), expires));
  }

  public Holds holds() {
    return new Holds(this);
  }

  /** Series that were refused, as their family had too many. */
  public long refusedSeries() {
    return refused.get();
  }

  /**
   * Writes all, in pieces of some 16 KB that are only valid during the call, then drops what was
   * not held for {@code retain}: a stale series is shown one last time. On the second executor.
   */
  public void write(Consumer<? super CharSequence> out, Duration retain) {
    var writer = new SampleWriter(out);
    write(writer, legacy, retain);
    write(writer, modern, retain);
    writer.end();
  }

  private void write(SampleWriter writer, List<Block> blocks, Duration retain) {
    for (Block block : blocks) {
      if (block.isEmpty()) {
        continue;
      }
      for (Family<?> family : block.families()) {
        writer.head(family.declaration);
        family.write(writer);
        if (block.expires()) {
          family.expire(nanoTime(), retain.toNanos());
        }
      }
    }
  }

  long nanoTime() {
    return nanoClock.getAsLong();
  }

  int limit() {
    return limit;
  }

  void refused() {
    refused.incrementAndGet();
  }

  private <M extends Metric> Family<M> family(
      Style style, Family.Kind kind, String name, String help, String unit, Supplier<M> maker) {
    String full = unit.isEmpty() ? name : name + '_' + unit;
    return new Family<>(this, new Declaration(style, kind, full, help, unit), maker);
  }

  private <M extends Metric> Family<M> show(Family<M> family) {
    modern.add(new Block(List.of(family), false));
    return family;
  }

  /** Declares sampled values of one name. */
  public final class SampledFamily {
    private final String name;
    private final String help;
    private final String unit;

    private SampledFamily(String name, String help, String unit) {
      this.name = name;
      this.help = help;
      this.unit = unit;
    }

    /** A whole number that only grows; not a number: unknown. */
    public void counter(Labels labels, DoubleSupplier source) {
      add(Family.Kind.COUNTER, labels, new Sampled(source, true));
    }

    /** A whole number; not a number: unknown. */
    public void gauge(Labels labels, DoubleSupplier source) {
      add(Family.Kind.GAUGE, labels, new Sampled(source, true));
    }

    /** A decimal number that only grows; not a number: unknown. */
    public void decimalCounter(Labels labels, DoubleSupplier source) {
      add(Family.Kind.COUNTER, labels, new Sampled(source, false));
    }

    /** A decimal number; not a number: unknown. */
    public void decimalGauge(Labels labels, DoubleSupplier source) {
      add(Family.Kind.GAUGE, labels, new Sampled(source, false));
    }

    private void add(Family.Kind kind, Labels labels, Sampled sampled) {
      show(family(Style.REGISTRY, kind, name, help, unit, () -> sampled)).with(labels);
    }
  }
}
