package weft.proxy.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Layer;
import weft.proxy.stack.Timers;
import weft.proxy.stack.Timers.Timer;

/**
 * Gives requests the retries and limits of their route, as far as they do not set their own, and
 * ends those that take too long with all their tries.
 *
 * <p>The limit of the whole runs from the start, also while a request waits in a queue or between
 * tries. Error: {@link Reset.TimedOut}, inward first. Loop only. Source: docs/spec/outbound.md
 * 14.1, 15.
 */
public record RequestSettings(Timers timers) implements Layer<RequestSettings.Facts, HttpService> {
  /** What the layer asks of a target. */
  public interface Facts {
    Timeouts timeouts();

    /** Null for none. */
    @Nullable RetryPolicy retry();

    /** Whether requests may set their own, in fields that are taken out. */
    boolean isOverridable();
  }

  @Override
  public HttpService wrap(Facts target, HttpService inner) {
    boolean isPlain = target.timeouts().equals(Timeouts.NONE) && target.retry() == null;
    if (isPlain && !target.isOverridable()) {
      return inner;
    }
    return inner.with((head, caller) -> open(target, inner, head, caller));
  }

  private Exchange open(Facts target, HttpService inner, RequestHead head, Caller caller) {
    Timeouts timeouts = target.timeouts();
    RetryPolicy retry = target.retry();
    if (target.isOverridable()) {
      var asked = RequestedSettings.taken(head.headers());
      timeouts = asked.over(timeouts);
      retry = asked.over(retry);
    }
    head.retry(retry);
    head.timeouts(ofEachTry(timeouts, retry));
    Duration limit = timeouts.request();
    return limit.isZero() ? inner.open(head, caller) : new Limited(limit, caller).into(inner, head);
  }

  private static @Nullable RequestTimeouts ofEachTry(
      Timeouts timeouts, @Nullable RetryPolicy retry) {
    Duration headers = retry == null ? Duration.ZERO : retry.timeout();
    return headers.isZero() && timeouts.response().isZero() && timeouts.idle().isZero()
        ? null
        : new RequestTimeouts(headers, timeouts.response(), timeouts.idle());
  }

  private final class Limited extends Relay {
    private final Duration limit;
    private Timer timer = Timer.UNSET;
    private boolean answered;

    Limited(Duration limit, Caller caller) {
      super(caller);
      this.limit = limit;
    }

    @Override
    public void start(boolean last) {
      timer = timers.after(limit, this::tooLate);
      super.start(last);
    }

    private void tooLate() {
      String which = "request timeout";
      abort(new Reset.TimedOut(answered ? which : StreamTimeouts.WAITING + which, limit));
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      answered = true;
      super.responseHead(head, last);
    }

    @Override
    protected void ended(Ending how) {
      timer.stop();
    }
  }
}
