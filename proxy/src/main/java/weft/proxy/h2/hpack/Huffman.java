package weft.proxy.h2.hpack;

/**
 * The static Huffman code (RFC 7541, appendix B).
 *
 * <p>The code is canonical: codes of one length are consecutive numbers in the order of their
 * symbols, so the lengths say everything. Decoding takes half an octet a step through a table whose
 * rows are the inner nodes of the code's tree; the shortest code has five bits, so that a step
 * meets at most one symbol.
 */
final class Huffman {
  private static final int EOS = 256;
  private static final int LONGEST = 30;

  private static final byte[] LENGTHS = {
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
    5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
    15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7,
    7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
    24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21,
    23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
    26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24,
    21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
    26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30
  };

  private static final int[] CODES = codes();

  /** A row is one of 256 inner nodes; in a step: the next node, and a symbol under SYMBOL. */
  private static final int[] STEPS = new int[256 << 4];

  private static final int SYMBOL = 1 << 16;
  private static final int BROKEN = -1;

  /** Whether a text may end at this node: nothing but up to seven ones lie behind it. */
  private static final boolean[] MAY_END = new boolean[256];

  static {
    fillSteps(children());
  }

  private Huffman() {}

  private static int[] codes() {
    var codes = new int[LENGTHS.length];
    int code = 0;
    for (int length = 1; length <= LONGEST; length++) {
      for (int symbol = 0; symbol < codes.length; symbol++) {
        if (LENGTHS[symbol] == length) {
          codes[symbol] = code++;
        }
      }
      code <<= 1;
    }
    return codes;
  }

  /** The tree: for node n and bit b at 2n+b the next inner node, or a symbol as its complement. */
  private static int[] children() {
    var children = new int[512];
    int nodes = 1;
    for (int symbol = 0; symbol < LENGTHS.length; symbol++) {
      int node = 0;
      for (int bit = LENGTHS[symbol] - 1; bit > 0; bit--) {
        int branch = 2 * node + (CODES[symbol] >>> bit & 1);
        if (children[branch] == 0) {
          children[branch] = nodes++;
        }
        node = children[branch];
      }
      children[2 * node + (CODES[symbol] & 1)] = ~symbol;
    }
    return children;
  }

  private static void fillSteps(int[] children) {
    for (int node = 0; node < 256; node++) {
      for (int nibble = 0; nibble < 16; nibble++) {
        STEPS[node << 4 | nibble] = step(children, node, nibble);
      }
    }
    for (int ones = 0, node = 0; ones < 8; ones++, node = children[2 * node + 1]) {
      MAY_END[node] = true;
    }
  }

  private static int step(int[] children, int from, int nibble) {
    int node = from;
    int symbol = 0;
    for (int bit = 3; bit >= 0; bit--) {
      int next = children[2 * node + (nibble >>> bit & 1)];
      if (next == ~EOS) {
        return BROKEN;
      }
      if (next < 0) {
        symbol = SYMBOL | ~next << 8;
        next = 0;
      }
      node = next;
    }
    return symbol | node;
  }

  /** How many octets {@link #encode} writes. */
  static int length(byte[] text) {
    long bits = 0;
    for (byte octet : text) {
      bits += LENGTHS[octet & 0xff];
    }
    return (int) ((bits + 7) >>> 3);
  }

  /** Writes {@code text} in code to {@code to} from {@code at}; there must be room. */
  static void encode(byte[] text, byte[] to, int at) {
    long pending = 0;
    int bits = 0;
    int end = at;
    for (byte octet : text) {
      int symbol = octet & 0xff;
      pending = pending << LENGTHS[symbol] | CODES[symbol];
      bits += LENGTHS[symbol];
      while (bits >= 8) {
        bits -= 8;
        to[end++] = (byte) (pending >>> bits);
      }
    }
    if (bits > 0) {
      to[end] = (byte) (pending << (8 - bits) | 0xff >>> bits);
    }
  }

  /** The most octets that {@code coded} octets can stand for. */
  static int most(int coded) {
    return coded * 8 / 5;
  }

  /**
   * Decodes a part of {@code coded} to {@code to}, which must have room for {@link #most}.
   *
   * @return how many octets were written
   */
  static int decode(byte[] coded, int from, int end, byte[] to, int at) throws HpackException {
    int node = 0;
    int written = at;
    for (int i = from; i < end; i++) {
      int high = STEPS[node << 4 | (coded[i] & 0xf0) >>> 4];
      if (high >= SYMBOL) {
        to[written++] = (byte) (high >>> 8);
      }
      int low = high == BROKEN ? BROKEN : STEPS[((high & 0xff) << 4) | (coded[i] & 0x0f)];
      if (low == BROKEN) {
        throw new HpackException("a Huffman code must not hold EOS (RFC 7541, 5.2)");
      }
      if (low >= SYMBOL) {
        to[written++] = (byte) (low >>> 8);
      }
      node = low & 0xff;
    }
    if (!MAY_END[node]) {
      throw new HpackException("Huffman padding must be at most 7 bits, all ones (RFC 7541, 5.2)");
    }
    return written - at;
  }
}
