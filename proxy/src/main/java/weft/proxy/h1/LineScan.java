package weft.proxy.h1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of a line and its hash in one pass, eight bytes at a time.
 *
 * <p>The test for a line feed in a word is the usual one for a zero byte (Hacker's Delight, 6-1);
 * the lowest match is exact.
 */
final class LineScan {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long MIX = 0x9FB21C651E98DF25L;

  private int hash;

  /** Of the line found last, without its line feed. */
  int hash() {
    return hash;
  }

  /** Index of the line feed that ends the line starting at {@code from}; -1 if none is there. */
  int end(byte[] a, int from, int limit) {
    long mixed = 0;
    int i = from;
    while (i + Long.BYTES <= limit) {
      long word = (long) WORDS.get(a, i);
      long matches = lineFeeds(word);
      if (matches != 0) {
        int before = Long.numberOfTrailingZeros(matches) >>> 3;
        return found(i + before, before == 0 ? mixed : mix(mixed, word & lowBytes(before)));
      }
      mixed = mix(mixed, word);
      i += Long.BYTES;
    }
    return endInTail(a, i, limit, mixed);
  }

  private int endInTail(byte[] a, int from, int limit, long mixed) {
    long word = 0;
    for (int i = from; i < limit; i++) {
      if (a[i] == '\n') {
        return found(i, i == from ? mixed : mix(mixed, word));
      }
      word |= (a[i] & 0xffL) << ((i - from) * Byte.SIZE);
    }
    return -1;
  }

  private int found(int at, long mixed) {
    hash = (int) (mixed ^ (mixed >>> 32));
    return at;
  }

  private static long lineFeeds(long word) {
    long x = word ^ LINE_FEEDS;
    return (x - ONES) & ~x & HIGHS;
  }

  private static long lowBytes(int count) {
    return -1L >>> (Long.SIZE - Byte.SIZE * count);
  }

  private static long mix(long mixed, long word) {
    long next = (mixed ^ word) * MIX;
    return next ^ (next >>> 29);
  }
}
