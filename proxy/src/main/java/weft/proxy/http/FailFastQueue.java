package weft.proxy.http;

import java.time.Duration;
import weft.proxy.stack.Factory;
import weft.proxy.stack.Layer;
import weft.proxy.stack.LineEvents;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Timers;
import weft.proxy.stack.WaitingLine;

/**
 * Lets exchanges wait for a service that is not ready, bounded in number and time.
 *
 * <p>What waits has been started and holds no body, as nobody has granted any. While the service is
 * ready nobody waits and an exchange costs nothing here. Errors: {@link Refusal.Kind#FAIL_FAST} for
 * all that wait when the service stayed unready for {@code timeout}, {@link Refusal.Kind#LOAD_SHED}
 * at once from then on until it is ready, and while the queue is full. Ready while there is room
 * and the service is not failing. Loop only. Source: docs/spec/outbound.md 19, 20.1, 20.2.
 *
 * @param capacity how many may wait behind the foremost
 * @param events what is counted for a target
 */
public record FailFastQueue<T>(
    int capacity, Duration timeout, Timers timers, Factory<? super T, LineEvents> events)
    implements Layer<T, HttpService> {
  @Override
  public HttpService wrap(T target, HttpService inner) {
    var line =
        new WaitingLine<Place>(capacity, timeout, timers, inner.readiness(), events.build(target));
    return new Queueing(inner, line);
  }

  private record Queueing(HttpService inner, WaitingLine<Place> line) implements HttpService {
    @Override
    public Readiness readiness() {
      return line;
    }

    @Override
    public Exchange open(RequestHead head, Caller caller) {
      if (line.isClear()) {
        line.passed();
        return inner.open(head, caller);
      }
      return line.isReady()
          ? new Waiting(this, head, caller)
          : Refuse.exchange(caller, unavailable());
    }

    Reset unavailable() {
      return LoadShed.refusal(
          line.isFailing()
              ? notReadyFor(line.timeout())
              : "all " + line.places() + " places of the queue are taken");
    }

    String notReadyFor(Duration timeout) {
      return line.explain("not ready for " + Durations.print(timeout));
    }

    @Override
    public void retire() {
      line.dispose();
      inner.retire();
    }
  }

  /** An exchange that waits for its turn, then passes everything on. */
  private static final class Waiting extends Relay {
    private final Queueing queue;
    private final RequestHead head;
    private boolean last;

    Waiting(Queueing queue, RequestHead head, Caller caller) {
      super(caller);
      this.queue = queue;
      this.head = head;
    }

    @Override
    public void start(boolean last) {
      this.last = last;
      if (!queue.line.offer(new Place(this))) {
        fail(queue.unavailable());
      }
    }

    void serve() {
      into(queue.inner, head);
      super.start(last);
    }

    boolean isGone() {
      return isOver();
    }
  }

  private static final class Place extends WaitingLine.Waiter {
    private final Waiting waiting;

    Place(Waiting waiting) {
      this.waiting = waiting;
    }

    @Override
    protected void serve() {
      waiting.serve();
    }

    @Override
    protected void giveUp(Duration timeout) {
      String text = "service in fail-fast: " + waiting.queue.notReadyFor(timeout);
      waiting.fail(new Refusal(Refusal.Kind.FAIL_FAST, text).reset());
    }

    @Override
    protected void dispose() {
      waiting.fail(LoadShed.refusal("the queue is closed"));
    }

    @Override
    protected boolean isGone() {
      return waiting.isGone();
    }
  }
}
