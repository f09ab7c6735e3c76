package weft.proxy.h2;

/**
 * The streams that we reset last: what the peer had sent on them before it knew is ignored (RFC
 * 9113, 5.1, closed).
 */
final class ResetRing {
  private static final int SIZE = 64;

  private final int[] ids = new int[SIZE];
  private int count;

  void add(int id) {
    ids[count++ & (SIZE - 1)] = id;
    if (count < 0) {
      count = SIZE;
    }
  }

  /** Whether a stream may have been reset by us; not sure when there were too many. */
  boolean mayHold(int id) {
    if (count > SIZE) {
      return true;
    }
    for (int i = 0; i < count; i++) {
      if (ids[i] == id) {
        return true;
      }
    }
    return false;
  }
}
