package weft.control.wire;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Queue;

/**
 * A stream of changes, none of which may be lost: a client that falls behind by more than the
 * capacity has its stream ended with OK, and starts again from a full picture (control-plane.md
 * 3.3).
 */
public final class DeltaOutbox<T> extends Outbox<T> {
  private final int capacity;
  private final Runnable onOverflow;

  public DeltaOutbox(
      ServerCallStreamObserver<T> out, int capacity, Runnable onOverflow, Runnable onGone) {
    super(out, onGone);
    this.capacity = capacity;
    this.onOverflow = onOverflow;
  }

  @Override
  protected boolean enqueue(Queue<T> waiting, T message) {
    if (waiting.size() >= capacity) {
      onOverflow.run();
      return false;
    }
    return waiting.add(message);
  }
}
