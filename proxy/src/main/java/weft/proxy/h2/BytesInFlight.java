package weft.proxy.h2;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A budget with a limit. Any thread; one atomic addition a piece of a body.
 *
 * <p>Bounds what fast senders may have in flight, not what is held already: above the limit the
 * connections' windows are given back only for what left.
 */
public final class BytesInFlight implements Budget {
  private final long limit;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong withheld = new AtomicLong();

  /** So many bytes may be in flight before windows are withheld. */
  public BytesInFlight(long limit) {
    this.limit = limit;
  }

  @Override
  public boolean hold(int bytes) {
    boolean below = held.addAndGet(bytes) <= limit;
    if (!below) {
      withheld.incrementAndGet();
    }
    return below;
  }

  @Override
  public void release(int bytes) {
    held.addAndGet(-bytes);
  }

  /** Bytes in flight now. */
  public long held() {
    return held.get();
  }

  /** How often a window was withheld because of the limit. */
  public long withheld() {
    return withheld.get();
  }
}
