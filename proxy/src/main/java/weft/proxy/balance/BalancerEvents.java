package weft.proxy.balance;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.stack.LineEvents;
import weft.proxy.telemetry.BalancerMetrics;

/**
 * Counts and logs what a balancer's pool and queue do.
 *
 * <p>On the balancer's loop. The wall clock is for gauges that hold a date. Source:
 * docs/spec/outbound.md 20.2, 20.7, docs/spec/telemetry.md 4.5.
 */
public record BalancerEvents(BalancerMetrics.Target metrics, Clock clock)
    implements PoolEvents, LineEvents {
  private static final Logger LOG = LoggerFactory.getLogger(BalancerEvents.class);

  @Override
  public void updated(Op op) {
    switch (op) {
      case RESET -> metrics.resets.add();
      case ADD -> metrics.adds.add();
      case REMOVE -> metrics.removes.add();
    }
  }

  @Override
  public void endpoints(int ready, int pending) {
    metrics.ready.set(ready);
    metrics.pending.set(pending);
    metrics.poolSize.set((long) ready + pending);
  }

  @Override
  public void length(int waiting) {
    metrics.waiting.set(waiting);
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
