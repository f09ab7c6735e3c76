package weft.proxy.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import weft.proxy.transport.Listener;

/** What one proxy listens on. Any thread. */
final class Listeners {
  private final Map<Side, List<Listener>> open = new EnumMap<>(Side.class);

  /** Whom a listener is for. */
  enum Side {
    /** Operators: goes on while the others drain, so that they can look on. */
    ADMIN,
    /** Peers and clients of the application. */
    INBOUND,
    /** The application. */
    OUTBOUND
  }

  synchronized void add(Side side, Listener listener) {
    open.computeIfAbsent(side, any -> new ArrayList<>()).add(listener);
  }

  /**
   * Takes no more connections on these sides, and waits for the ends of those there are.
   *
   * @return whether all have ended within the limit
   */
  boolean drain(Set<Side> sides, Duration limit) throws InterruptedException {
    var ends =
        of(sides).stream().map(Listener::drain).map(end -> end.toCompletableFuture()).toList();
    try {
      CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
          .get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes no more connections; those there are go on. */
  synchronized void close() {
    of(Set.of(Side.values())).forEach(Listener::close);
    open.clear();
  }

  private synchronized List<Listener> of(Set<Side> sides) {
    return sides.stream().flatMap(side -> open.getOrDefault(side, List.of()).stream()).toList();
  }
}
