package weft.proxy.stack;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue in front of a service that is not always ready, first come first served, with
 * fail-fast.
 *
 * <p>Whoever waits is served as soon as the service is ready, or refused together with all others
 * when it stayed unready for the timeout; from then on nobody may wait until it is ready again. One
 * more than the capacity may wait, because the reference's worker holds the foremost. Who went away
 * keeps the place until it is reached. On one loop only. Source: docs/spec/outbound.md 20.1, 20.2.
 *
 * @param <E> what waits
 */
public final class WaitingLine<E extends WaitingLine.Waiter> implements Readiness {
  private final int places;
  private final Timers timers;
  private final Readiness inner;
  private final FailFast failFast;
  private final LineEvents events;
  private final Signal ready = new Signal(true);
  private final ArrayDeque<E> line = new ArrayDeque<>();
  private boolean serving;
  private boolean disposed;

  /** One that waits; keeps since when, so that nothing else is allocated for it. */
  public abstract static class Waiter {
    private long since;

    /** The service is ready: go on. Not called on one that {@link #isGone}. */
    protected abstract void serve();

    /** The service stayed unready for {@code timeout}. Not called on one that {@link #isGone}. */
    protected abstract void giveUp(Duration timeout);

    /** The line is gone before its turn came. Not called on one that {@link #isGone}. */
    protected abstract void dispose();

    protected abstract boolean isGone();
  }

  /** A line with room for {@code capacity}, and one, before {@code inner}. */
  public WaitingLine(
      int capacity, Duration timeout, Timers timers, Readiness inner, LineEvents events) {
    this.places = capacity + 1;
    this.timers = timers;
    this.inner = inner;
    this.events = events;
    this.failFast = new FailFast(timers, timeout, inner, new Outcome());
    inner.onChange(this::serve);
    events.timeout(timeout);
  }

  /** There is room, and the service is not failing: an offer would be taken. */
  @Override
  public boolean isReady() {
    return ready.isReady();
  }

  @Override
  public String obstacle() {
    return inner.obstacle();
  }

  @Override
  public void onChange(Runnable wake) {
    ready.onChange(wake);
  }

  /** The service may be used at once, because nobody stands before. */
  public boolean isClear() {
    return line.isEmpty() && inner.isReady();
  }

  public boolean isFailing() {
    return failFast.isFailing();
  }

  public Duration timeout() {
    return failFast.timeout();
  }

  /** How many may wait. */
  public int places() {
    return places;
  }

  /** Counts one that went through because the line was clear. */
  public void passed() {
    events.entered();
    events.left(0);
  }

  /** Takes {@code waiter} in; false if the line is not ready. */
  public boolean offer(E waiter) {
    if (disposed || !isReady()) {
      return false;
    }
    Waiter w = waiter;
    w.since = timers.nanoTime();
    line.add(waiter);
    events.entered();
    measure();
    serve();
    return true;
  }

  /** Fails all that wait; nothing is taken any more. */
  public void dispose() {
    disposed = true;
    failFast.dispose();
    for (E waiter = next(); waiter != null; waiter = next()) {
      waiter.dispose();
    }
    ready.set(false);
  }

  private void serve() {
    if (serving) {
      return;
    }
    serving = true;
    while (!line.isEmpty() && inner.isReady()) {
      E waiter = next();
      if (waiter != null) {
        waiter.serve();
      }
    }
    serving = false;
    if (!line.isEmpty()) {
      failFast.await();
    }
  }

  private void refuseAll() {
    for (E waiter = next(); waiter != null; waiter = next()) {
      waiter.giveUp(timeout());
    }
  }

  /** The foremost that has not gone. */
  private @Nullable E next() {
    E waiter = line.poll();
    while (waiter != null) {
      Waiter w = waiter;
      events.left(timers.nanoTime() - w.since);
      if (!waiter.isGone()) {
        break;
      }
      waiter = line.poll();
    }
    measure();
    return waiter;
  }

  private void measure() {
    events.length(line.size());
    ready.set(!disposed && !failFast.isFailing() && line.size() < places);
  }

  private final class Outcome implements FailFast.Events {
    @Override
    public void entered() {
      ready.set(false);
      events.gateShut(timeout());
      refuseAll();
    }

    @Override
    public void left(Duration elapsed) {
      events.gateOpened(elapsed);
      measure();
    }
  }
}
