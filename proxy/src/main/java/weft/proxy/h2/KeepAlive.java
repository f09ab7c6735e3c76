package weft.proxy.h2;

import java.time.Duration;
import weft.proxy.stack.Timers;

/**
 * Asks a silent peer to answer, and tells when it does not.
 *
 * <p>One alarm, set again for what is left of the interval: hearing something costs no alarm.
 */
final class KeepAlive {
  private final Timers timers;
  private final Duration interval;
  private final Duration timeout;
  private final Runnable ping;
  private final Runnable dead;
  private Timers.Timer timer = Timers.Timer.UNSET;
  private long heard;
  private long asked;
  private boolean waiting;

  KeepAlive(Timers timers, H2Options options, Runnable ping, Runnable dead) {
    this.timers = timers;
    this.interval = options.keepAliveInterval();
    this.timeout = options.keepAliveTimeout();
    this.ping = ping;
    this.dead = dead;
  }

  void start() {
    if (!interval.isZero() && !timeout.isZero()) {
      heard = timers.nanoTime();
      timer = timers.after(interval, this::ring);
    }
  }

  void stop() {
    timer.stop();
    timer = Timers.Timer.UNSET;
  }

  /** Octets came from the peer. */
  void heard() {
    if (!interval.isZero()) {
      heard = timers.nanoTime();
    }
  }

  private void ring() {
    if (waiting && heard - asked < 0) {
      dead.run();
      return;
    }
    waiting = false;
    long now = timers.nanoTime();
    long silent = now - heard;
    if (silent < interval.toNanos()) {
      timer = timers.after(interval.minusNanos(silent), this::ring);
    } else {
      waiting = true;
      asked = now;
      timer = timers.after(timeout, this::ring);
      ping.run();
    }
  }
}
