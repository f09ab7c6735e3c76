package weft.proxy.h2.hpack;

import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;

/**
 * Writes field lines, and remembers where the peer's decoder has them.
 *
 * <p>A line goes into the peer's table the second time it is met: values that never come again
 * (paths with queries, request ids, lengths) do not push out those that always come, whatever their
 * names. What was met is kept in slots by the line's hash, two to choose from; a slot whose line
 * the table still holds gives way last. Sensitive lines are never indexed nor kept. One connection,
 * its loop only.
 */
public final class HpackEncoder {
  private static final int SLOTS = 256;
  private static final int NEVER_INDEXED = 0x10;
  private static final int NOT_INDEXED = 0;
  private static final int INSERTED = 0x40;
  private static final int INDEXED = 0x80;

  private final DynamicTable table = new DynamicTable();
  private final @Nullable Header[] met = new Header[SLOTS];

  /** Of the line in the same slot: its number in the table; 0 if it was never inserted. */
  private final long[] numbers = new long[SLOTS];

  private int smallestLimit = DynamicTable.CAPACITY;
  private boolean limitChanged;

  /** The peer's decoder will hold at most so many octets; told to it with the next block. */
  public void limit(int octets) {
    int limit = Math.min(octets, DynamicTable.CAPACITY);
    if (limit != table.limit() || limitChanged) {
      smallestLimit = limitChanged ? Math.min(smallestLimit, limit) : limit;
      limitChanged = true;
      table.limit(limit);
    }
  }

  /** Begins a block: tells a change of the limit, by its smallest value too (RFC 7541, 4.2). */
  public void begin(Block block) {
    if (limitChanged) {
      limitChanged = false;
      if (smallestLimit < table.limit()) {
        block.integer(0x20, 5, smallestLimit);
      }
      block.integer(0x20, 5, table.limit());
    }
  }

  /** Writes one line. */
  public void line(Block block, Header line) {
    if (line.isSensitive()) {
      literal(block, NEVER_INDEXED, 4, line);
      return;
    }
    int slot = find(line);
    if (slot < 0) {
      first(block, line);
    } else if (table.holds(numbers[slot])) {
      block.integer(INDEXED, 7, table.index(numbers[slot]));
    } else {
      again(block, line, slot);
    }
  }

  private int find(Header line) {
    int slot = line.hashCode() & (SLOTS - 1);
    if (isAt(slot, line)) {
      return slot;
    }
    return isAt(slot ^ 1, line) ? slot ^ 1 : -1;
  }

  private boolean isAt(int slot, Header line) {
    return line.equals(met[slot]);
  }

  private void first(Block block, Header line) {
    int index = StaticTable.index(line);
    if (index != 0) {
      block.put(INDEXED | index);
      return;
    }
    if (line.size() <= table.limit() / 4) {
      int slot = line.hashCode() & (SLOTS - 1);
      int chosen = table.holds(numbers[slot]) ? slot ^ 1 : slot;
      met[chosen] = line;
      numbers[chosen] = 0;
    }
    literal(block, NOT_INDEXED, 4, line);
  }

  private void again(Block block, Header line, int slot) {
    if (line.size() > table.limit()) {
      literal(block, NOT_INDEXED, 4, line);
      return;
    }
    literal(block, INSERTED, 6, line);
    numbers[slot] = table.insert(line);
  }

  private static void literal(Block block, int form, int bits, Header line) {
    int index = StaticTable.nameIndex(line.name());
    block.integer(form, bits, index);
    if (index == 0) {
      block.string(line.name().bytes());
    }
    block.string(line.value());
  }
}
