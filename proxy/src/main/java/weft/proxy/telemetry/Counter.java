package weft.proxy.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts up. Any thread.
 *
 * <p>An atomic add costs some 5 ns where one loop counts alone, the default, a plain one 1 ns: a
 * request pays about 0.1 of its 10 us for correct sums from any thread, without cells per loop.
 */
public final class Counter extends Metric {
  private static final VarHandle VALUE = handle();

  private volatile long value;

  public void add() {
    add(1);
  }

  /** Adds a number that is not negative. */
  public void add(long n) {
    VALUE.getAndAdd(this, n);
  }

  public long value() {
    return value;
  }

  @Override
  void write(SampleWriter out) {
    out.value(value);
  }

  private static VarHandle handle() {
    try {
      return MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
