package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Factory;
import weft.proxy.stack.Layer;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Timers;

/**
 * Counts requests, latencies and classified responses.
 *
 * <p>A response that its client stopped reading counts as if it had ended there. Loop only. Source:
 * docs/spec/telemetry.md 3.1.
 *
 * @param metrics what is counted for a target
 */
public record CountExchanges<T>(
    Factory<? super T, ? extends ExchangeMetrics> metrics, Timers timers)
    implements Layer<T, HttpService> {
  @Override
  public HttpService wrap(T target, HttpService inner) {
    ExchangeMetrics counts = metrics.build(target);
    return counts.equals(ExchangeMetrics.NONE) ? inner : new Counting(inner, counts, timers);
  }

  private record Counting(HttpService inner, ExchangeMetrics metrics, Timers timers)
      implements HttpService {
    @Override
    public Readiness readiness() {
      return inner.readiness();
    }

    @Override
    public Exchange open(RequestHead head, Caller caller) {
      Classifier classifier = Classifier.of(head);
      return new Counted(metrics.current(), timers, classifier, caller).into(inner, head);
    }

    @Override
    public void retire() {
      inner.retire();
      metrics.retired();
    }
  }

  private static final class Counted extends Classified {
    private final ExchangeMetrics metrics;
    private final Timers timers;
    private long started;
    private boolean requested;
    private boolean answered;

    Counted(ExchangeMetrics metrics, Timers timers, Classifier classifier, Caller caller) {
      super(classifier, caller);
      this.metrics = metrics;
      this.timers = timers;
    }

    @Override
    public void start(boolean last) {
      started = timers.nanoTime();
      super.start(last);
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
      request();
      super.requestData(data, last);
    }

    @Override
    protected void requestEnded() {
      request();
    }

    private void request() {
      if (!requested) {
        requested = true;
        metrics.requested();
      }
    }

    @Override
    public void responseData(ByteBuf data, boolean last) {
      answer();
      super.responseData(data, last);
    }

    private void answer() {
      if (!answered && status() != 0) {
        answered = true;
        metrics.answered(status(), timers.nanoTime() - started);
      }
    }

    @Override
    protected void ended(@Nullable ResponseClass response) {
      answer();
      if (response != null) {
        metrics.ended(response);
      }
    }
  }
}
