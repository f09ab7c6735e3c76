package weft.proxy.balance;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.stack.LineEvents;
import weft.proxy.telemetry.BalancerMetrics;

/**
 * Counts and logs what one balancer's pool and queue do.
 *
 * <p>On the balancer's loop. Others may count on the same series, such as those of other loops, so
 * gauges are moved by what changed here, and are back when pool and queue are retired. The wall
 * clock is for gauges that hold a date. Source: docs/spec/outbound.md 20.2, 20.7,
 * docs/spec/telemetry.md 4.5.
 */
public final class BalancerEvents implements PoolEvents, LineEvents {
  private static final Logger LOG = LoggerFactory.getLogger(BalancerEvents.class);

  private final BalancerMetrics.Target metrics;
  private final Clock clock;
  private int ready;
  private int pending;
  private int waiting;

  public BalancerEvents(BalancerMetrics.Target metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void updated(Op op) {
    switch (op) {
      case RESET -> metrics.resets.add();
      case ADD -> metrics.adds.add();
      case REMOVE -> metrics.removes.add();
    }
  }

  @Override
  public void leftOut(int endpoints) {
    metrics.leftOut.add(endpoints);
  }

  @Override
  public void endpoints(int nowReady, int nowPending) {
    metrics.ready.add((long) nowReady - ready);
    metrics.pending.add((long) nowPending - pending);
    metrics.poolSize.add((long) nowReady + nowPending - ready - pending);
    ready = nowReady;
    pending = nowPending;
  }

  @Override
  public void length(int nowWaiting) {
    metrics.waiting.add((long) nowWaiting - waiting);
    waiting = nowWaiting;
  }

  @Override
  public void entered() {
    metrics.entered.add();
  }

  @Override
  public void left(long waitedNanos) {
    metrics.waited.observe(waitedNanos);
  }

  @Override
  public void gateShut(Duration timeout) {
    metrics.gateShut(clock.millis());
    LOG.info("Unavailable; entering failfast timeout={}ms", timeout.toMillis());
  }

  @Override
  public void gateOpened(Duration elapsed) {
    metrics.gateOpened(clock.millis());
    LOG.info("Available; exited failfast elapsed={}ms", elapsed.toMillis());
  }
}
