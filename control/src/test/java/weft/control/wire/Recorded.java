package weft.control.wire;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call's client, which keeps what it got and reads only while it is told to. */
public final class Recorded<T> extends ServerCallStreamObserver<T> {
  private final List<T> messages = new ArrayList<>();
  private @Nullable Runnable onReady;
  private @Nullable Runnable onCancel;
  private boolean reading = true;
  private boolean cancelled;
  private Status.@Nullable Code status;
  private @Nullable String reason;

  /** What came since the last time. */
  public List<T> take() {
    var taken = List.copyOf(messages);
    messages.clear();
    return taken;
  }

  /** How the call ended; null while it has not. */
  public Status.@Nullable Code status() {
    return status;
  }

  /** What a refusal said. */
  public @Nullable String reason() {
    return reason;
  }

  public void stopReading() {
    reading = false;
  }

  public void read() {
    reading = true;
    if (onReady != null) {
      onReady.run();
    }
  }

  public void leave() {
    cancelled = true;
    if (onCancel != null) {
      onCancel.run();
    }
  }

  @Override
  public boolean isReady() {
    return reading && !cancelled;
  }

  @Override
  public void onNext(T value) {
    messages.add(value);
  }

  @Override
  public void onError(Throwable why) {
    var ended = Status.fromThrowable(why);
    status = ended.getCode();
    reason = ended.getDescription();
  }

  @Override
  public void onCompleted() {
    status = Status.Code.OK;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void setOnCancelHandler(Runnable handler) {
    onCancel = handler;
  }

  @Override
  public void setOnReadyHandler(Runnable handler) {
    onReady = handler;
  }

  @Override
  public void setCompression(String compression) {}

  @Override
  public void disableAutoInboundFlowControl() {}

  @Override
  public void request(int count) {}

  @Override
  public void setMessageCompression(boolean enable) {}
}
