package weft.proxy.stack;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A number of things that may be under way at once, in all loops together.
 *
 * <p>Any thread; lock-free.
 */
public final class Permits {
  private final int limit;
  private final AtomicInteger taken = new AtomicInteger();

  /** So many may be taken at once; none if zero. */
  public Permits(int limit) {
    this.limit = limit;
  }

  public int limit() {
    return limit;
  }

  public int taken() {
    return taken.get();
  }

  /** Takes one, if there is one; who took it gives it back once. */
  public boolean tryTake() {
    int now = taken.get();
    while (now < limit) {
      if (taken.compareAndSet(now, now + 1)) {
        return true;
      }
      now = taken.get();
    }
    return false;
  }

  /** Gives one back. */
  public void giveBack() {
    taken.decrementAndGet();
  }
}
