package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Factory;
import weft.proxy.stack.Layer;
import weft.proxy.stack.Timers;
import weft.proxy.telemetry.StreamMetrics;

/**
 * Counts the streams of a route or backend: requests, sizes of body pieces, durations, statuses.
 *
 * <p>Counted at the end of the stream; one that its client dropped before has the error {@code
 * UNKNOWN}. Loop only; no buffers are kept. Source: docs/spec/telemetry.md 4.3, 4.4.
 *
 * @param counters where a target's streams are counted
 */
public record CountStreams<T>(Factory<? super T, ? extends StreamCounters> counters, Timers timers)
    implements Layer<T, HttpService> {
  @Override
  public HttpService wrap(T target, HttpService inner) {
    StreamCounters of = counters.build(target);
    return inner.with(
        (head, caller) -> {
          StreamMetrics metrics = of.of(head);
          metrics.requested();
          return new Counted(metrics, timers, caller).into(inner, head);
        });
  }

  private static final class Counted extends Relay {
    private final StreamMetrics metrics;
    private final Timers timers;
    private long started;
    private long asked;
    private boolean whole;
    private int status;
    private @Nullable String grpcStatus;

    Counted(StreamMetrics metrics, Timers timers, Caller caller) {
      super(caller);
      this.metrics = metrics;
      this.timers = timers;
    }

    @Override
    public void start(boolean last) {
      started = timers.nanoTime();
      asked = started;
      whole = last;
      super.start(last);
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
      metrics.requestPiece(data.readableBytes());
      super.requestData(data, last);
    }

    @Override
    protected void requestEnded() {
      if (!whole) {
        whole = true;
        asked = timers.nanoTime();
      }
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      status = head.status();
      if (metrics.isGrpc()) {
        grpcStatus = head.headers().value(HeaderName.GRPC_STATUS);
      }
      super.responseHead(head, last);
    }

    @Override
    public void responseData(ByteBuf data, boolean last) {
      metrics.responsePiece(data.readableBytes());
      super.responseData(data, last);
    }

    @Override
    protected void ended(Ending how) {
      switch (how) {
        case Ending.Complete(var trailers) -> {
          if (grpcStatus == null && trailers != null) {
            grpcStatus = trailers.value(HeaderName.GRPC_STATUS);
          }
          count(StreamErrors.NONE);
        }
        case Ending.Failed(var why) -> {
          answeredByFilter(why.root());
          count(StreamErrors.of(why));
        }
        case Ending.Cancelled(var why) -> count(StreamErrors.ofCancel(why));
      }
    }

    /** What a filter answers is given its head further out, but it is this stream's answer. */
    private void answeredByFilter(Reset why) {
      switch (why) {
        case Reset.Redirected(int redirect, String location) -> status = redirect;
        case Reset.Injected(int injected, String message) -> status = injected;
        case Reset.InjectedGrpc(int code, String message) -> {
          status = 200;
          grpcStatus = Integer.toString(code);
        }
        default -> {}
      }
    }

    private void count(String error) {
      long now = timers.nanoTime();
      int counted = metrics.isGrpc() ? GrpcCode.of(grpcStatus) : status;
      metrics.ended(counted, error, now - started, whole ? now - asked : 0);
    }
  }
}
