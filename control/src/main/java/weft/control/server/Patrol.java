package weft.control.server;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again on a thread of its own, whatever it throws. */
final class Patrol implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Patrol.class);

  private final Runnable round;
  private final ScheduledExecutorService thread;

  Patrol(String name, long periodMillis, Runnable round) {
    this.round = round;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
    var _ =
        thread.scheduleWithFixedDelay(
            this::walk, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
  }

  private void walk() {
    try {
      round.run();
    } catch (RuntimeException e) {
      // An exception would end the schedule, and with it every later round.
      log.error("{}: a round failed", Thread.currentThread().getName(), e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
