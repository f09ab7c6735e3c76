package weft.bench.streams;

/** How long each of a number of streams waited. Immutable. */
final class Times {
  private final int wanted;
  private final long[] nanos;

  /**
   * Keeps the array.
   *
   * @param wanted how many streams there should be
   * @param nanos of those that came, shortest first
   */
  Times(int wanted, long... nanos) {
    this.wanted = wanted;
    this.nanos = nanos;
  }

  boolean complete() {
    return nanos.length == wanted;
  }

  int came() {
    return nanos.length;
  }

  int wanted() {
    return wanted;
  }

  double medianMillis() {
    return millis(nanos.length / 2);
  }

  double lastMillis() {
    return millis(nanos.length - 1);
  }

  private double millis(int index) {
    return nanos.length == 0 ? Double.NaN : nanos[index] / 1e6;
  }
}
