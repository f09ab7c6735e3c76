package weft.proxy.telemetry;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that goes up and down, counted in whole units: of what is shown, or of a thousandth
 * where the family shows decimals. Any thread.
 */
public final class Gauge extends Metric {
  private final AtomicLong value = new AtomicLong();
  private final boolean thousandths;

  Gauge(boolean thousandths) {
    this.thousandths = thousandths;
  }

  public void set(long n) {
    value.setRelease(n);
  }

  public void add(long n) {
    value.getAndAdd(n);
  }

  public long value() {
    return value.get();
  }

  @Override
  void write(SampleWriter out) {
    if (thousandths) {
      out.value(value.get() / 1e3);
    } else {
      out.value(value.get());
    }
  }
}
