package weft.proxy.app;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.ExplicitConfig;

/**
 * Asks the application every second whether it is ready, and tells changes.
 *
 * <p>On a thread of its own, as it waits. An answer within a second counts; two failures in a row
 * are needed to take readiness away. Source: contracts.md 6.
 */
final class HealthWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  private static final int PERIOD_MILLIS = 1000;
  private static final int LIMIT_MILLIS = 1000;
  private static final int MOST_FAILURES = 2;

  private final HealthProbe probe;
  private final Consumer<Boolean> listener;
  private final ScheduledThreadPoolExecutor thread;
  private boolean ready;
  private int failures;

  private HealthWatch(ExplicitConfig explicit, Consumer<Boolean> listener) {
    this.probe = new HealthProbe(explicit, LIMIT_MILLIS);
    this.listener = listener;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var t = new Thread(task, "health");
              t.setDaemon(true);
              return t;
            });
  }

  /** Starts to ask; {@code listener} hears of each change, and of the first answer. */
  static HealthWatch start(ExplicitConfig explicit, Consumer<Boolean> listener) {
    var watch = new HealthWatch(explicit, listener);
    listener.accept(false);
    var _ =
        watch.thread.scheduleWithFixedDelay(watch::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      judge(probe.ask());
    } catch (RuntimeException e) {
      // An exception would end the schedule, and with it every later look.
      LOG.error("Application was not asked", e);
    }
  }

  private void judge(@Nullable String failure) {
    failures = failure == null ? 0 : failures + 1;
    boolean now = failure == null || (ready && failures < MOST_FAILURES);
    if (now != ready) {
      ready = now;
      LOG.info("Application is {}", now ? "ready" : "not ready: " + failure);
      listener.accept(now);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
