package weft.blackbox;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what a process shows some time later. */
final class Until {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private Until() {}

  /**
   * Looks again and again, for {@link Weft#PATIENCE} at most.
   *
   * @param otherwise what is wrong if it never holds
   */
  static void holds(BooleanSupplier wanted, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + Weft.PATIENCE.toNanos();
    while (!wanted.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(otherwise.get());
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }
}
