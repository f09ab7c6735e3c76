package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import weft.proxy.stack.Layer;
import weft.proxy.stack.Timers;
import weft.proxy.stack.Timers.Timer;

/**
 * Ends tries that take longer than their request's limits.
 *
 * <p>Stands inside the balancer, so that time in a queue is fail-fast's matter; {@link
 * RequestSettings} limits all tries together. Error: {@link Reset.TimedOut}, inward first. Costs
 * nothing where a request has no limits. Loop only. Source: docs/spec/outbound.md 15.
 */
public record StreamTimeouts(Timers timers) implements Layer<Object, HttpService> {
  /** How the limit of each try is called. */
  static final String HEADERS = "response header timeout";

  static final String WAITING = "timed out waiting for response headers: ";

  @Override
  public HttpService wrap(Object target, HttpService inner) {
    return inner.with(
        (head, caller) -> {
          RequestTimeouts limits = head.timeouts();
          return limits == null
              ? inner.open(head, caller)
              : new Limited(limits, caller).into(inner, head);
        });
  }

  private final class Limited extends Relay {
    private final RequestTimeouts limits;
    private Timer answer = Timer.UNSET;
    private Timer idle = Timer.UNSET;
    private boolean answered;
    private boolean asked;
    private long askedAt;
    private long lastFrame;

    Limited(RequestTimeouts limits, Caller caller) {
      super(caller);
      this.limits = limits;
    }

    @Override
    public void start(boolean last) {
      frame();
      watchIdle(limits.idle());
      super.start(last);
    }

    private Timer arm(String which, Duration limit, Duration left) {
      return isSet(limit) ? timers.after(left, () -> abort(late(which, limit))) : Timer.UNSET;
    }

    private Reset late(String which, Duration limit) {
      return new Reset.TimedOut(answered ? which : WAITING + which, limit);
    }

    private Duration leftOf(Duration limit, long since) {
      return limit.minusNanos(timers.nanoTime() - since);
    }

    @Override
    protected void requestEnded() {
      asked = true;
      askedAt = timers.nanoTime();
      if (!answered) {
        answer =
            isSet(limits.headers())
                ? arm(HEADERS, limits.headers(), limits.headers())
                : arm("response stream timeout", limits.response(), limits.response());
      }
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      frame();
      answered = true;
      answer.stop();
      Duration left = asked ? leftOf(limits.response(), askedAt) : limits.response();
      answer = arm("response stream timeout", limits.response(), left);
      super.responseHead(head, last);
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
      frame();
      super.requestData(data, last);
    }

    @Override
    public void responseData(ByteBuf data, boolean last) {
      frame();
      super.responseData(data, last);
    }

    private void frame() {
      lastFrame = timers.nanoTime();
    }

    /** Looks after {@code wait} whether a frame came meanwhile, so that frames arm nothing. */
    private void watchIdle(Duration wait) {
      if (isSet(limits.idle())) {
        idle = timers.after(wait, this::idled);
      }
    }

    private void idled() {
      Duration left = leftOf(limits.idle(), lastFrame);
      boolean onlyWaiting = asked && !answered;
      if (!left.isPositive() && !onlyWaiting) {
        abort(late("stream idle timeout", limits.idle()));
      } else {
        watchIdle(left.isPositive() ? left : limits.idle());
      }
    }

    @Override
    protected void ended(Ending how) {
      answer.stop();
      idle.stop();
    }

    private static boolean isSet(Duration limit) {
      return !limit.isZero();
    }
  }
}
