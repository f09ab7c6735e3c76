package weft.testkit.mesh;

import com.google.protobuf.MessageLite;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One call of a proxy, open until it is answered to the end or given up. Any thread. */
public final class Call<Q> {
  private static final long PATIENCE_SECONDS = 20;

  private final Q request;
  private final ServerCallStreamObserver<byte[]> answers;
  private final CountDownLatch givenUp = new CountDownLatch(1);

  Call(Q request, ServerCallStreamObserver<byte[]> answers) {
    this.request = request;
    this.answers = answers;
    answers.setOnCancelHandler(givenUp::countDown);
  }

  public Q request() {
    return request;
  }

  public Call<Q> send(MessageLite message) {
    return send(message.toByteArray());
  }

  /** Sends what may be no message at all. */
  public synchronized Call<Q> send(byte[] bytes) {
    if (!answers.isCancelled()) {
      answers.onNext(bytes);
    }
    return this;
  }

  /** Ends it in order. */
  public synchronized void end() {
    answers.onCompleted();
  }

  public synchronized void fail(Status.Code code, String why) {
    if (!answers.isCancelled()) {
      answers.onError(code.toStatus().withDescription(why).asRuntimeException());
    }
  }

  /** Waits until the proxy has given the call up, or its connection is gone. */
  public void awaitGivenUp() {
    try {
      if (!givenUp.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the call is still open: " + request);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
