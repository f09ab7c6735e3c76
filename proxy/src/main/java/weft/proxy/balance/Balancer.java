package weft.proxy.balance;

import io.netty.buffer.ByteBuf;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Ending;
import weft.proxy.http.Exchange;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.Relay;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Signal;
import weft.proxy.stack.Timers;

/**
 * Sends each exchange to an endpoint of a pool, and measures how long its answer takes.
 *
 * <p>A measurement runs from the start to the first event of the response's body, to the head of a
 * response without body, or to the end. Nothing waits here: a queue stands before. A pool that
 * failed for good is ready, and fails every exchange with {@code pool failed}. Where the pool's law
 * has a penalty, a response that earns one completes the measurement with its head. Loop only.
 * Source: docs/spec/outbound.md 20.1, 20.5, 20.6.
 */
public final class Balancer implements HttpService {
  private static final Reset NOBODY =
      new Refusal(Refusal.Kind.LOAD_SHED, "service unavailable: no endpoint is ready").reset();

  private final Pool<HttpService> pool;
  private final Timers timers;
  private final Clock clock;
  private final @Nullable Penalty penalty;
  private final Signal ready;
  private @Nullable Reset failed;

  /**
   * A balancer over a pool, which is its own from now on but for updates.
   *
   * @param clock for dates in responses
   */
  public Balancer(Pool<HttpService> pool, Timers timers, Clock clock) {
    this.pool = pool;
    this.timers = timers;
    this.clock = clock;
    this.penalty = pool.law().penalty();
    this.ready = new Signal(pool.isReady(), pool::obstacle);
    pool.onChange(this::changed);
  }

  @Override
  public Readiness readiness() {
    return ready;
  }

  /** Discovery gave up for good: what waits and what comes fails, saying why. */
  public void fail(String cause) {
    failed = new Refusal(Refusal.Kind.UNEXPECTED, "pool failed: " + cause).reset();
    ready.set(true);
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    Reset why = failed;
    if (why != null) {
      return Refuse.exchange(caller, why);
    }
    Member<HttpService> member = pool.pick();
    return member == null
        ? Refuse.exchange(caller, NOBODY)
        : new Measured(member, caller).into(member.service(), head);
  }

  @Override
  public void retire() {
    pool.retire();
  }

  private void changed() {
    ready.set(failed != null || pool.isReady());
  }

  private final class Measured extends Relay {
    private final Member<HttpService> member;
    private long began;
    private boolean measuring;

    Measured(Member<HttpService> member, Caller caller) {
      super(caller);
      this.member = member;
    }

    @Override
    public void start(boolean last) {
      began = timers.nanoTime();
      measuring = true;
      member.begin();
      super.start(last);
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      if (penalty != null) {
        judge(penalty.of(head, clock.millis()));
      }
      if (last) {
        complete();
      }
      super.responseHead(head, last);
    }

    @Override
    public void responseData(ByteBuf data, boolean last) {
      complete();
      super.responseData(data, last);
    }

    @Override
    public void responseTrailers(Headers trailers) {
      complete();
      super.responseTrailers(trailers);
    }

    @Override
    protected void ended(Ending how) {
      complete();
    }

    private void judge(long nanos) {
      if (measuring && nanos != Penalty.NONE) {
        measuring = false;
        member.punish(nanos, timers.nanoTime());
      }
    }

    private void complete() {
      if (measuring) {
        measuring = false;
        member.complete(began, timers.nanoTime());
      }
    }
  }
}
