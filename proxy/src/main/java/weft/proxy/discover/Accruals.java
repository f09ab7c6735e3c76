package weft.proxy.discover;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.api.outbound.ExponentialBackoff;
import weft.api.outbound.FailureAccrual;
import weft.proxy.balance.Accrual;

/**
 * Reads which failures take endpoints out. Pure. Source: docs/spec/outbound.md 5.3,
 * docs/spec/wire/outbound.md.
 */
final class Accruals {
  private static final long MOST_REQUESTS = 1_000_000;
  private static final double BASIS_POINTS = 10_000;
  private static final Duration USUAL_WINDOW = Duration.ofSeconds(10);
  private static final Duration SHORTEST_WINDOW = Duration.ofMillis(10);

  private Accruals() {}

  /** Null if none do. */
  static @Nullable Accrual read(boolean isPresent, FailureAccrual message) throws Invalid {
    return isPresent ? read(message) : null;
  }

  private static Accrual read(FailureAccrual message) throws Invalid {
    return switch (message.getKindCase()) {
      case CONSECUTIVE_FAILURES -> consecutive(message.getConsecutiveFailures());
      case UNIFIED -> unified(message.getUnified());
      case KIND_NOT_SET -> throw new Invalid("invalid failure accrual: missing kind");
    };
  }

  private static Accrual consecutive(FailureAccrual.ConsecutiveFailures message) throws Invalid {
    return new Accrual.Consecutive(
        most(message.getMaxFailures()),
        backoff(message.hasBackoff(), message.getBackoff(), "consecutive failures"));
  }

  private static Accrual unified(FailureAccrual.Unified message) throws Invalid {
    var backoff = backoff(message.hasBackoff(), message.getBackoff(), "unified");
    double threshold = message.getSuccessRateThreshold();
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new Invalid("invalid failure accrual: success rate threshold " + threshold);
    }
    long requests = Integer.toUnsignedLong(message.getMinRequests());
    if (requests > MOST_REQUESTS) {
      throw new Invalid("invalid failure accrual: min requests " + requests);
    }
    return new Accrual.Unified(
        most(message.getMaxConsecutiveFailures()),
        (int) Math.round(threshold * BASIS_POINTS),
        window(message, threshold),
        (int) requests,
        backoff);
  }

  private static Duration window(FailureAccrual.Unified message, double threshold) throws Invalid {
    if (!message.hasDecay()) {
      return USUAL_WINDOW;
    }
    Duration window = Common.duration(message.getDecay(), "failure accrual window");
    if (threshold > 0 && window.compareTo(SHORTEST_WINDOW) < 0) {
      throw new Invalid("invalid failure accrual: window below 10ms");
    }
    return window;
  }

  /** An unsigned number, cut to what an int holds. */
  private static int most(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  private static weft.proxy.stack.ExponentialBackoff backoff(
      boolean isPresent, ExponentialBackoff message, String of) throws Invalid {
    if (!isPresent) {
      throw new Invalid("invalid failure accrual: missing " + of + " backoff");
    }
    return Common.backoff(message);
  }
}
