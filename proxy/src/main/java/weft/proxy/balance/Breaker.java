package weft.proxy.balance;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.Ip;
import weft.proxy.http.ResponseClass;
import weft.proxy.stack.Gate;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Timers;
import weft.proxy.stack.Timers.Timer;

/**
 * Keeps requests away from one endpoint that fails, and lets one through from time to time to see
 * whether it is well again.
 *
 * <p>The gate is open until the tally says that it is too much; shut for a while, in which
 * responses count nothing; then open for one request. The first response from then on decides, even
 * if its request is older: the gate opens, or is shut for longer. A try that came to nothing is
 * followed by another. On one loop only. Source: docs/spec/outbound.md 25.
 */
final class Breaker {
  /** What {@link #enter} gives to a request that is not a try. */
  static final int NO_TRY = 0;

  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

  private final Accrual accrual;
  private final Tally tally;
  private final InetSocketAddress address;
  private final Timers timers;
  private final RandomGenerator random;
  private final Gate gate = new Gate();
  private State state = State.OPEN;
  private int failedTries;
  private int round = NO_TRY;
  private @Nullable Timer timer;

  private enum State {
    OPEN,
    SHUT,
    TRYING,
    RETIRED
  }

  Breaker(Accrual accrual, InetSocketAddress address, Timers timers, RandomGenerator random) {
    this.accrual = accrual;
    this.tally = accrual.tally();
    this.address = address;
    this.timers = timers;
    this.random = random;
  }

  Readiness readiness() {
    return gate;
  }

  /** How errors call the endpoint. */
  String name() {
    return "endpoint " + Ip.text(address);
  }

  /** A request goes through; what to say if it comes to nothing. */
  int enter() {
    boolean isTry = state == State.TRYING && gate.enter();
    return isTry ? round : NO_TRY;
  }

  /** A request that {@link #enter} let in was dropped before anything was known. */
  void cameToNothing(int entered) {
    if (state == State.TRYING && entered == round) {
      gate.limit(1);
    }
  }

  /** This became of a request. */
  void ended(ResponseClass response) {
    switch (state) {
      case OPEN -> count(response);
      case TRYING -> decide(response);
      case SHUT, RETIRED -> {}
    }
  }

  private void count(ResponseClass response) {
    String why = tally.trips(response, timers.nanoTime());
    if (why != null) {
      log(why);
      failedTries = 0;
      shut();
    }
  }

  private void decide(ResponseClass response) {
    if (tally.heals(response)) {
      log(tally.healed());
      tally.clear();
      state = State.OPEN;
      gate.open();
    } else {
      failedTries++;
      shut();
    }
  }

  private void shut() {
    state = State.SHUT;
    timer = timers.after(accrual.backoff().delay(failedTries, random), this::letTry);
    gate.shut();
  }

  private void letTry() {
    state = State.TRYING;
    round++;
    gate.limit(1);
  }

  private void log(String what) {
    if (LOG.isInfoEnabled()) {
      LOG.info("{} addr={}", what, Ip.text(address));
    }
  }

  /** The endpoint is gone; what is under way counts no more. */
  void retire() {
    state = State.RETIRED;
    if (timer != null) {
      timer.stop();
    }
  }
}
