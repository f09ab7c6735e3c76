package weft.proxy.route;

/**
 * How closely a request fits a match, as one number: greater is closer.
 *
 * <p>Up to four counts, the first of which weighs most. Counts that do not fit are cut to the
 * greatest that does, which no head under the codecs' limits reaches. Source: docs/spec/outbound.md
 * 12.3, 12.4.
 */
final class Rank {
  /** Does not match; below every rank. */
  static final long NONE = -1;

  private static final int FIRST_BITS = 24;
  private static final int BITS = 13;

  private Rank() {}

  static long of(int first, int second, int third, int fourth) {
    long rank = cut(first, FIRST_BITS);
    rank = rank << BITS | cut(second, BITS);
    rank = rank << BITS | cut(third, BITS);
    return rank << BITS | cut(fourth, BITS);
  }

  private static long cut(int count, int bits) {
    return Math.min(count, (1L << bits) - 1);
  }
}
