package weft.proxy.telemetry;

/**
 * The bounds of a histogram: as shown, and as they are compared, in the histogram's own unit.
 *
 * <p>{@code unit} is how many of that make one of what is shown: 1e9 for seconds measured in
 * nanoseconds. Bounds ascend; the last bucket, without bound, is not among them.
 */
public final class Buckets {
  /** Latencies of the legacy metrics, in whole milliseconds. */
  public static final Buckets LATENCY_MS = milliseconds();

  final String[] shown;
  final long[] bounds;
  final double unit;

  private Buckets(String[] shown, long[] bounds, double unit) {
    this.shown = shown;
    this.bounds = bounds;
    this.unit = unit;
  }

  /** Seconds, observed in nanoseconds. */
  public static Buckets seconds(double... bounds) {
    return of(1e9, bounds);
  }

  /** Bytes. */
  public static Buckets bytes(double... bounds) {
    return of(1, bounds);
  }

  private static Buckets of(double unit, double... bounds) {
    String[] shown = new String[bounds.length];
    long[] raw = new long[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      shown[i] = SampleWriter.text(bounds[i]);
      raw[i] = Math.round(bounds[i] * unit);
    }
    return new Buckets(shown, raw, unit);
  }

  private static Buckets milliseconds() {
    long[] bounds = new long[25];
    String[] shown = new String[25];
    long step = 1;
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = step * (i % 5 + 1);
      shown[i] = Long.toString(bounds[i]);
      step *= i % 5 == 4 ? 10 : 1;
    }
    return new Buckets(shown, bounds, 1);
  }
}
