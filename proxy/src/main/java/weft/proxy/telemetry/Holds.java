package weft.proxy.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * The series that one service counts on, released together when the service goes.
 *
 * <p>One thread at a time. After {@link #close} its metrics must not be counted on: their series
 * may be gone.
 */
public final class Holds implements AutoCloseable {
  private final Registry registry;
  private final List<Family.Series<?>> held = new ArrayList<>();

  Holds(Registry registry) {
    this.registry = registry;
  }

  public <M extends Metric> M with(Family<M> family, Labels labels) {
    Family.Series<M> series = family.held(labels);
    held.add(series);
    return series.metric;
  }

  @Override
  public void close() {
    for (Family.Series<?> series : held) {
      series.release(registry.nanoTime());
    }
    held.clear();
  }
}
