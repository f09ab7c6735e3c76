package weft.proxy.app;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import weft.proxy.stack.Timers;

/**
 * The second executor: one thread for what must not stop a data loop, in the order it was handed
 * over.
 */
final class Background implements Executor, Timers, AutoCloseable {
  private final ScheduledThreadPoolExecutor thread;

  Background() {
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var t = new Thread(task, "background");
              t.setDaemon(true);
              return t;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void execute(Runnable task) {
    if (!thread.isShutdown()) {
      thread.execute(task);
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    if (thread.isShutdown()) {
      return Timer.UNSET;
    }
    var future = thread.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
