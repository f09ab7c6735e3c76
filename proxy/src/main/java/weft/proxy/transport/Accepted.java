package weft.proxy.transport;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that one listener accepted and that are open. Any thread. */
final class Accepted {
  private final Set<SocketConnection> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> none = new CompletableFuture<>();
  private volatile boolean draining;

  /** One more, whose channel is {@code channel}. On its loop. */
  void add(SocketConnection connection, Channel channel) {
    open.add(connection);
    var _ = channel.closeFuture().addListener(closed -> remove(connection));
    if (draining) {
      connection.drain();
    }
  }

  private void remove(SocketConnection connection) {
    open.remove(connection);
    completeIfNone();
  }

  /** Asks all to finish what is under way; completes once none is left. */
  CompletionStage<Void> drain() {
    draining = true;
    for (SocketConnection connection : open) {
      connection.loop().execute(connection::drain);
    }
    completeIfNone();
    return none;
  }

  private void completeIfNone() {
    if (draining && open.isEmpty()) {
      none.complete(null);
    }
  }
}
