package weft.proxy.telemetry;

import java.util.function.DoubleSupplier;

/**
 * A counter or gauge that is asked for its value when it is shown, on the second executor. Not a
 * number: the sample is left out.
 */
public final class Sampled extends Metric {
  private final DoubleSupplier source;
  private final boolean whole;

  Sampled(DoubleSupplier source, boolean whole) {
    this.source = source;
    this.whole = whole;
  }

  @Override
  void write(SampleWriter out) {
    double value = source.getAsDouble();
    if (Double.isNaN(value)) {
      return;
    }
    if (whole) {
      out.value((long) value);
    } else {
      out.value(value);
    }
  }
}
