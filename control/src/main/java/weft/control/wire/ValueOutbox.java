package weft.control.wire;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A stream of values, each of which replaces the one before: a client that falls behind misses the
 * values between, and equal values are never repeated.
 */
public final class ValueOutbox<T> extends Outbox<T> {
  private @Nullable T last;

  public ValueOutbox(ServerCallStreamObserver<T> out, Runnable onGone) {
    super(out, onGone);
  }

  @Override
  protected boolean enqueue(Queue<T> waiting, T message) {
    if (!Objects.equals(message, last)) {
      last = message;
      waiting.clear();
      return waiting.add(message);
    }
    return true;
  }
}
