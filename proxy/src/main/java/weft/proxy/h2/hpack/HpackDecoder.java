package weft.proxy.h2.hpack;

import java.util.Arrays;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;

/**
 * Reads field lines out of header blocks.
 *
 * <p>Every block of a connection must pass through, also those of refused streams, as the table
 * lives on. A line with octets that no field may have is told as malformed: it ends its message,
 * not the connection. One connection, its loop only.
 */
public final class HpackDecoder {
  /** Takes the lines of a block in their order; must not call out. */
  public interface Lines {
    void line(Header line);

    /** A line that makes its message malformed (RFC 9113, 8.1.1 and 8.2.1). */
    void malformed(Header line);
  }

  private static final int MOST = 1 << 27;
  private static final byte[] EMPTY = new byte[0];

  private final DynamicTable table = new DynamicTable();
  private final HeaderCache cache;
  private byte[] octets = EMPTY;
  private int at;
  private int end;
  private byte[] decoded = new byte[512];

  /** Of the string that was read last: the array it is in, its beginning and end. */
  private byte[] text = EMPTY;

  private int textFrom;
  private int textEnd;

  /** Whether the literal that was read last may be in a message. */
  private boolean wellFormed;

  /** From then on lines of the table are checked each time. */
  private boolean tableHoldsMalformed;

  /** A decoder whose lines are found again in {@code cache}, its loop's. */
  public HpackDecoder(HeaderCache cache) {
    this.cache = cache;
  }

  /** Reads a whole block, {@code octets} from {@code from} to {@code end}. */
  public void decode(byte[] octets, int from, int end, Lines lines) throws HpackException {
    this.octets = octets;
    this.at = from;
    this.end = end;
    while (at < end && (octets[at] & 0xe0) == 0x20) {
      limit();
    }
    while (at < end) {
      field(lines);
    }
    this.octets = EMPTY;
    this.text = EMPTY;
    if (decoded.length > 4096) {
      decoded = new byte[512];
    }
  }

  private void limit() throws HpackException {
    int limit = integer(5);
    if (limit > DynamicTable.CAPACITY) {
      throw new HpackException(
          "a table size update must be at most "
              + DynamicTable.CAPACITY
              + " (RFC 7541, 6.3), got "
              + limit);
    }
    table.limit(limit);
  }

  private void field(Lines lines) throws HpackException {
    int first = octets[at];
    if (first < 0) {
      var line = indexed(integer(7));
      tell(lines, line, !tableHoldsMalformed || isWellFormed(line));
    } else if ((first & 0x40) != 0) {
      var line = literal(integer(6), false);
      tableHoldsMalformed |= !wellFormed;
      table.insert(line);
      tell(lines, line, wellFormed);
    } else if ((first & 0x20) != 0) {
      throw new HpackException("a table size update must begin a block (RFC 7541, 4.2)");
    } else {
      var line = literal(integer(4), (first & 0x10) != 0);
      tell(lines, line, wellFormed);
    }
  }

  private static void tell(Lines lines, Header line, boolean wellFormed) {
    if (wellFormed) {
      lines.line(line);
    } else {
      lines.malformed(line);
    }
  }

  private static boolean isWellFormed(Header line) {
    return FieldRules.isName(line.name()) && FieldRules.isValue(line.value());
  }

  private Header indexed(int index) throws HpackException {
    if (index == 0) {
      throw new HpackException("index 0 means nothing (RFC 7541, 6.1)");
    }
    if (index <= StaticTable.SIZE) {
      return StaticTable.line(index);
    }
    var line = table.line(index);
    if (line == null) {
      throw new HpackException(
          "an index must lie within the tables (RFC 7541, 2.3.3): "
              + index
              + " of "
              + (StaticTable.SIZE + table.count()));
    }
    return line;
  }

  private Header literal(int nameIndex, boolean sensitive) throws HpackException {
    HeaderName name;
    if (nameIndex == 0) {
      string();
      name = cache.name(text, textFrom, textEnd);
    } else {
      name = indexed(nameIndex).name();
    }
    string();
    return sensitive ? checked(secret(name)) : line(name);
  }

  private Header secret(HeaderName name) {
    return Header.sensitive(name, Arrays.copyOfRange(text, textFrom, textEnd));
  }

  private Header line(HeaderName name) {
    var kept = cache.find(name, text, textFrom, textEnd);
    if (kept != null) {
      wellFormed = true;
      return kept;
    }
    var line = checked(Header.of(name, Arrays.copyOfRange(text, textFrom, textEnd)));
    if (wellFormed) {
      cache.keep(line);
    }
    return line;
  }

  private Header checked(Header line) {
    wellFormed = isWellFormed(line);
    return line;
  }

  private void string() throws HpackException {
    if (at == end) {
      throw cut();
    }
    boolean coded = octets[at] < 0;
    int length = integer(7);
    if (length > end - at) {
      throw cut();
    }
    if (coded) {
      huffman(length);
    } else {
      text = octets;
      textFrom = at;
      textEnd = at + length;
    }
    at += length;
  }

  private void huffman(int length) throws HpackException {
    int most = Huffman.most(length);
    if (decoded.length < most) {
      decoded = new byte[most];
    }
    text = decoded;
    textFrom = 0;
    textEnd = Huffman.decode(octets, at, at + length, decoded, 0);
  }

  /** An integer with a prefix of {@code bits}; larger ones than any use is are refused. */
  private int integer(int bits) throws HpackException {
    int most = (1 << bits) - 1;
    int value = octets[at++] & most;
    if (value < most) {
      return value;
    }
    for (int shift = 0; shift <= 21; shift += 7) {
      if (at == end) {
        throw cut();
      }
      int octet = octets[at++];
      value += (octet & 0x7f) << shift;
      if (octet >= 0) {
        return value;
      }
    }
    throw new HpackException("an integer must be less than " + MOST + " (RFC 7541, 5.1)");
  }

  private static HpackException cut() {
    return new HpackException("a header block must not end inside a field (RFC 7541, 5)");
  }
}
