package weft.proxy.scenario;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads bring about, and no longer than that. */
final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(6);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  private Await() {}

  /** Fails with what there is in place of it when it does not come true. */
  static void until(BooleanSupplier condition, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited in vain: " + otherwise.get());
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }
}
