package weft.proxy.telemetry;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All series of one name.
 *
 * <p>Any thread. Looking a series up costs a hash of its labels: once per target, not per request.
 * When {@code limit} series exist, a new one is refused: what is counted on it is not shown, and
 * {@link Registry} counts how many were refused.
 */
public final class Family<M extends Metric> {
  /** What the type line says. */
  enum Kind {
    COUNTER("counter"),
    GAUGE("gauge"),
    HISTOGRAM("histogram");

    final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** A series and who needs it. Guarded by its own monitor, which no loop takes per request. */
  static final class Series<M> {
    final M metric;
    private int holders;
    private long releasedNanos;
    private boolean dropped;

    Series(M metric, long nowNanos) {
      this.metric = metric;
      this.releasedNanos = nowNanos;
    }

    synchronized boolean hold() {
      holders++;
      return !dropped;
    }

    synchronized void release(long nowNanos) {
      holders--;
      releasedNanos = nowNanos;
    }

    synchronized boolean drop(long nowNanos, long retainNanos) {
      dropped = holders == 0 && nowNanos - releasedNanos >= retainNanos;
      return dropped;
    }
  }

  final Declaration declaration;
  private final Registry registry;
  private final Supplier<M> maker;
  private final Map<Labels, Series<M>> series = new ConcurrentHashMap<>();

  Family(Registry registry, Declaration declaration, Supplier<M> maker) {
    this.registry = registry;
    this.declaration = declaration;
    this.maker = maker;
  }

  /** The series with these labels, made if there is none. It never expires. */
  public M with(Labels labels) {
    return held(labels).metric;
  }

  /** The series, held until it is released as often. */
  Series<M> held(Labels labels) {
    while (true) {
      Series<M> found = series.get(labels);
      if (found == null) {
        found = add(labels);
      }
      if (found.hold()) {
        return found;
      }
      series.remove(labels, found);
    }
  }

  private Series<M> add(Labels labels) {
    var fresh = new Series<M>(maker.get(), registry.nanoTime());
    if (series.size() >= registry.limit()) {
      registry.refused();
      return fresh;
    }
    Series<M> other = series.putIfAbsent(labels, fresh);
    return other == null ? fresh : other;
  }

  /** The value of a series in tests and tables; null where there is none. */
  public @Nullable M find(Labels labels) {
    Series<M> found = series.get(labels);
    return found == null ? null : found.metric;
  }

  boolean isEmpty() {
    return series.isEmpty();
  }

  void write(SampleWriter out) {
    for (Map.Entry<Labels, Series<M>> entry : series.entrySet()) {
      out.labels(entry.getKey());
      entry.getValue().metric.write(out);
    }
  }

  /** Drops what nobody held for so long. */
  void expire(long nowNanos, long retainNanos) {
    Iterator<Series<M>> all = series.values().iterator();
    while (all.hasNext()) {
      if (all.next().drop(nowNanos, retainNanos)) {
        all.remove();
      }
    }
  }
}
