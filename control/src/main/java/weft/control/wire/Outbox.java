package weft.control.wire;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Sends a stream of messages no faster than its client reads them. What waits is bounded: a
 * subclass says what happens to a message too many.
 *
 * <p>Any thread. Once ended, by whomever, it drops what it is given.
 */
public abstract class Outbox<T> {
  private final ServerCallStreamObserver<T> out;
  private final Queue<T> waiting = new ArrayDeque<>();
  private boolean ended;

  /**
   * Must be made inside the call's own method, as it sets the call's callbacks.
   *
   * @param onGone called once when the client has gone
   */
  protected Outbox(ServerCallStreamObserver<T> out, Runnable onGone) {
    this.out = out;
    out.setOnReadyHandler(this::drain);
    out.setOnCancelHandler(
        () -> {
          forget();
          onGone.run();
        });
  }

  /** Puts a message behind those that wait; false where it has to end the stream instead. */
  protected abstract boolean enqueue(Queue<T> waiting, T message);

  public final synchronized void send(T message) {
    if (ended) {
      return;
    }
    if (enqueue(waiting, message)) {
      drain();
    } else {
      complete();
    }
  }

  /** Ends the stream with OK. What still waits is dropped: the client will ask anew. */
  public final synchronized void complete() {
    if (!ended) {
      forget();
      out.onCompleted();
    }
  }

  public final synchronized void fail(StatusException why) {
    if (!ended) {
      forget();
      out.onError(why);
    }
  }

  public final synchronized void fail(Status status, String why) {
    fail(status.withDescription(why).asException());
  }

  public final synchronized boolean hasEnded() {
    return ended;
  }

  private synchronized void drain() {
    while (!ended && out.isReady()) {
      var next = waiting.poll();
      if (next == null) {
        return;
      }
      out.onNext(next);
    }
  }

  private synchronized void forget() {
    ended = true;
    waiting.clear();
  }
}
