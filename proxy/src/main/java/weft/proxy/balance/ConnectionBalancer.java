package weft.proxy.balance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import weft.proxy.http.Refusal;
import weft.proxy.stack.LineEvents;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Service;
import weft.proxy.stack.Timers;
import weft.proxy.stack.WaitingLine;

/**
 * Chooses the endpoint for each opaque connection: the pick, the queue and fail-fast of requests,
 * with the time to connect as the load.
 *
 * <p>Loop only. Source: docs/spec/outbound.md 20, 26.
 */
public final class ConnectionBalancer<S extends Service> implements Service {
  private final Pool<S> pool;
  private final Timers timers;
  private final WaitingLine<Place> line;

  /** A balancer over a pool; {@code capacity} connections may wait behind the foremost. */
  public ConnectionBalancer(
      Pool<S> pool, int capacity, Duration timeout, Timers timers, LineEvents events) {
    this.pool = pool;
    this.timers = timers;
    this.line = new WaitingLine<>(capacity, timeout, timers, pool, events);
  }

  /** Whether a connection would be served, or may wait. */
  @Override
  public Readiness readiness() {
    return line;
  }

  /** Who wants to connect. */
  public interface Asker<S extends Service> {
    /** Connect there, and say by {@link Choice#done} when that is decided. */
    void chosen(Choice<S> choice);

    /** No endpoint: fail-fast, or shed at once. */
    void refused(Refusal why);

    /** Does not want to connect any more. */
    boolean isGone();
  }

  /** An endpoint for one connection. */
  public static final class Choice<S extends Service> {
    private final Member<S> member;
    private final Timers timers;
    private final long began;
    private boolean done;

    private Choice(Member<S> member, Timers timers) {
      this.member = member;
      this.timers = timers;
      this.began = timers.nanoTime();
      member.begin();
    }

    public Endpoint endpoint() {
      return member.endpoint();
    }

    public S service() {
      return member.service();
    }

    /** The connection is established, failed, or not wanted any more. Idempotent. */
    public void done() {
      if (!done) {
        done = true;
        member.complete(began, timers.nanoTime());
      }
    }
  }

  /** Answers {@code asker} now, or as soon as an endpoint is ready, once. */
  public void ask(Asker<S> asker) {
    if (line.isClear()) {
      line.passed();
      choose(asker);
    } else if (!line.offer(new Place(asker))) {
      asker.refused(shed());
    }
  }

  /** Refuses what waits, and lets the endpoints go. */
  @Override
  public void retire() {
    line.dispose();
    pool.retire();
  }

  private void choose(Asker<S> asker) {
    asker.chosen(new Choice<>(requireNonNull(pool.pick(), "a ready pool has a member"), timers));
  }

  private Refusal shed() {
    String why =
        line.isFailing() ? notReady() : "all " + line.places() + " places of the queue are taken";
    return new Refusal(Refusal.Kind.LOAD_SHED, "service unavailable: " + why);
  }

  private String notReady() {
    return pool.explain("no endpoint was ready for " + line.timeout().toMillis() + "ms");
  }

  private final class Place extends WaitingLine.Waiter {
    private final Asker<S> asker;

    Place(Asker<S> asker) {
      this.asker = asker;
    }

    @Override
    protected void serve() {
      choose(asker);
    }

    @Override
    protected void giveUp(Duration timeout) {
      String text = "service in fail-fast: " + notReady();
      asker.refused(new Refusal(Refusal.Kind.FAIL_FAST, text));
    }

    @Override
    protected void dispose() {
      asker.refused(
          new Refusal(Refusal.Kind.LOAD_SHED, "service unavailable: the queue is closed"));
    }

    @Override
    protected boolean isGone() {
      return asker.isGone();
    }
  }
}
