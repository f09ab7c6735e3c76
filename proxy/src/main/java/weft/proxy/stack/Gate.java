package weft.proxy.stack;

/**
 * A door that somebody else opens, shuts, or opens for so many: how a breaker takes a service out
 * and lets single probes in.
 *
 * <p>On one loop only. Source: docs/spec/outbound.md 30.
 */
public final class Gate implements Readiness {
  private static final int OPEN = -1;

  private final Signal signal = new Signal(true);
  private int permits = OPEN;

  @Override
  public boolean isReady() {
    return signal.isReady();
  }

  @Override
  public void onChange(Runnable wake) {
    signal.onChange(wake);
  }

  public boolean isOpen() {
    return permits == OPEN;
  }

  /** Lets everybody in. */
  public void open() {
    become(OPEN);
  }

  /** Lets nobody in. */
  public void shut() {
    become(0);
  }

  /** Lets {@code count} more in, then nobody until the next call of this or {@link #open}. */
  public void limit(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("gate: limit must not be negative, got " + count);
    }
    become(count);
  }

  /** Goes through, using up a permit where they are limited; whether that was possible. */
  public boolean enter() {
    if (permits == 0) {
      return false;
    }
    if (permits > 0) {
      become(permits - 1);
    }
    return true;
  }

  private void become(int count) {
    permits = count;
    signal.set(count != 0);
  }
}
