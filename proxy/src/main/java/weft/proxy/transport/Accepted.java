package weft.proxy.transport;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections that one listener accepted and that are not over. Any thread. */
final class Accepted {
  private final Set<SocketConnection> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> none = new CompletableFuture<>();
  private volatile @Nullable Consumer<SocketConnection> ending;

  /** One more; it is to be {@link #remove removed} when it is over. On its loop. */
  void add(SocketConnection connection) {
    open.add(connection);
    Consumer<SocketConnection> end = ending;
    if (end != null) {
      end.accept(connection);
    }
  }

  /** It is over: its protocol knows. */
  void remove(SocketConnection connection) {
    open.remove(connection);
    completeIfNone();
  }

  /** Asks all to finish what is under way; completes once none is left. */
  CompletionStage<Void> drain() {
    return end(SocketConnection::drain);
  }

  /** Closes all as they are; completes once none is left. */
  CompletionStage<Void> cut() {
    return end(SocketConnection::drop);
  }

  private CompletionStage<Void> end(Consumer<SocketConnection> how) {
    ending = how;
    for (SocketConnection connection : open) {
      connection.loop().execute(() -> how.accept(connection));
    }
    completeIfNone();
    return none;
  }

  private void completeIfNone() {
    if (ending != null && open.isEmpty()) {
      none.complete(null);
    }
  }
}
