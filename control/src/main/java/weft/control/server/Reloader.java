package weft.control.server;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the mesh's files twenty times a second, on a thread of its own, and loads what changed.
 */
final class Reloader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reloader.class);
  private static final long PERIOD_MILLIS = 50;

  private final MeshState state;
  private final Consumer<Reload> listener;
  private final FileWatch watch = new FileWatch();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("weft-control-reload").factory());

  Reloader(MeshState state, Consumer<Reload> listener) {
    this.state = state;
    this.listener = listener;
    watch.reset(state.files());
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    // Anything thrown would end the schedule, and with it every later reload, without a word.
    try {
      if (watch.settledAnew(state.files())) {
        var reload = load();
        tell(reload);
        listener.accept(reload);
      }
    } catch (RuntimeException | Error e) {
      log.error("mesh file: not looked at", e);
    }
  }

  /** Deep nesting may need more stack than there is: that is an error of the file as well. */
  private Reload load() {
    try {
      return state.load();
    } catch (RuntimeException | StackOverflowError e) {
      log.error("mesh file: not read", e);
      return state.failed(e);
    }
  }

  private static void tell(Reload reload) {
    switch (reload) {
      case Reload.Applied(var mesh, var problems) -> {
        problems.forEach(problem -> log.warn("{}", problem));
        log.info(
            "mesh file: {} services, {} workloads in force",
            mesh.services().size(),
            mesh.workloads().size());
      }
      case Reload.Refused(var problems) -> {
        problems.forEach(problem -> log.error("{}", problem));
        log.error("mesh file: refused, the mesh so far stays in force");
      }
    }
  }
}
