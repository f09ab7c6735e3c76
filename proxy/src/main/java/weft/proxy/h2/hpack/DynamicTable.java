package weft.proxy.h2.hpack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;

/**
 * The lines that one direction of a connection has taught its decoder, newest first (RFC 7541, 4).
 *
 * <p>Lines are told by the count of insertions before them, which does not change as others come;
 * so an encoder remembers where a line is without being told of evictions. The size in octets is
 * bounded by {@link #CAPACITY}, and with it the number of lines.
 */
final class DynamicTable {
  /** The size that a decoder must expect unless it says otherwise (RFC 9113, 6.5.2). */
  static final int CAPACITY = 4096;

  private static final int LEAST_LINE = 32;
  private static final int LINES = CAPACITY / LEAST_LINE;
  private static final int FIRST_LINES = 16;

  private @Nullable Header[] ring = new Header[FIRST_LINES];
  private long inserted;
  private int count;
  private int octets;
  private int limit = CAPACITY;

  int limit() {
    return limit;
  }

  /** Evicts what does not fit any more. */
  void limit(int octets) {
    limit = octets;
    evict(0);
  }

  int count() {
    return count;
  }

  int octets() {
    return octets;
  }

  /** Inserts a line and tells its number; one that is larger than the table only empties it. */
  long insert(Header line) {
    int size = line.size();
    evict(size);
    if (size > limit) {
      return 0;
    }
    if (count == ring.length) {
      grow();
    }
    ring[(int) (++inserted & (ring.length - 1))] = line;
    count++;
    octets += size;
    return inserted;
  }

  private void evict(int room) {
    while (count > 0 && octets + room > limit) {
      int oldest = (int) ((inserted - count + 1) & (ring.length - 1));
      octets -= at(oldest).size();
      ring[oldest] = null;
      count--;
    }
  }

  private void grow() {
    var larger = new Header[Math.min(LINES, ring.length * 2)];
    for (long number = inserted - count + 1; number <= inserted; number++) {
      larger[(int) (number & (larger.length - 1))] = ring[(int) (number & (ring.length - 1))];
    }
    Arrays.fill(ring, null);
    ring = larger;
  }

  boolean holds(long number) {
    return number > inserted - count && number <= inserted;
  }

  /** The index on the wire of the line with this number, which the table must hold. */
  int index(long number) {
    return StaticTable.SIZE + 1 + (int) (inserted - number);
  }

  /** The line at an index on the wire beyond the static table; null if there is none. */
  @Nullable Header line(int index) {
    int age = index - StaticTable.SIZE - 1;
    return age < count ? ring[(int) ((inserted - age) & (ring.length - 1))] : null;
  }

  private Header at(int slot) {
    var line = ring[slot];
    if (line == null) {
      throw new IllegalStateException("a counted line is not in the ring");
    }
    return line;
  }
}
