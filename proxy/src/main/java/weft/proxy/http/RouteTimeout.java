package weft.proxy.http;

import java.time.Duration;
import weft.proxy.stack.Layer;
import weft.proxy.stack.Timers;
import weft.proxy.stack.Timers.Timer;

/**
 * Fails a request of a profile's route whose response does not begin in time, all tries together.
 *
 * <p>Clock: from the start; zero is no limit. Error: {@link Refusal.Kind#RESPONSE_TIMEOUT}, inward
 * first. Loop only. Source: docs/spec/outbound.md 11.3, number 4.
 */
public record RouteTimeout(Timers timers) implements Layer<RouteTimeout.Facts, HttpService> {
  /** What the layer asks of a target. */
  public interface Facts {
    /** Zero for none. */
    Duration timeout();
  }

  @Override
  public HttpService wrap(Facts target, HttpService inner) {
    Duration limit = target.timeout();
    if (limit.isZero()) {
      return inner;
    }
    Reset late =
        new Refusal(
                Refusal.Kind.RESPONSE_TIMEOUT,
                "HTTP response timeout after " + Durations.print(limit))
            .reset();
    return inner.with((head, caller) -> new Limited(limit, late, caller).into(inner, head));
  }

  private final class Limited extends Relay {
    private final Duration limit;
    private final Reset late;
    private Timer timer = Timer.UNSET;

    Limited(Duration limit, Reset late, Caller caller) {
      super(caller);
      this.limit = limit;
      this.late = late;
    }

    @Override
    public void start(boolean last) {
      timer = timers.after(limit, () -> abort(late));
      super.start(last);
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      timer.stop();
      super.responseHead(head, last);
    }

    @Override
    protected void ended(Ending how) {
      timer.stop();
    }
  }
}
