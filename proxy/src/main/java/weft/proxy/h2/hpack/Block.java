package weft.proxy.h2.hpack;

import java.util.Arrays;

/**
 * A header block in the making or in the reading: octets in one array that grows.
 *
 * <p>One a loop for writing, used and forgotten within one call; memory beyond the usual is given
 * back by {@link #clear()}.
 */
public final class Block {
  private final int usual;
  private byte[] octets;
  private int size;

  /** A block that keeps {@code usual} octets of memory while it is empty. */
  public Block(int usual) {
    this.usual = usual;
    this.octets = new byte[usual];
  }

  /** The octets from 0 to {@link #size()}; valid until the next change. */
  public byte[] octets() {
    return octets;
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
    if (octets.length > usual) {
      octets = new byte[usual];
    }
  }

  void put(int octet) {
    room(1);
    octets[size++] = (byte) octet;
  }

  /** Appends a part of {@code from}. */
  public void put(byte[] from, int start, int length) {
    room(length);
    System.arraycopy(from, start, octets, size, length);
    size += length;
  }

  /** An integer with a prefix of {@code bits}, under the pattern {@code top} (RFC 7541, 5.1). */
  void integer(int top, int bits, int value) {
    int most = (1 << bits) - 1;
    if (value < most) {
      put(top | value);
      return;
    }
    put(top | most);
    int rest = value - most;
    while (rest >= 0x80) {
      put((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    put(rest);
  }

  /** A string literal, in whichever form is shorter (RFC 7541, 5.2). */
  void string(byte[] text) {
    int coded = Huffman.length(text);
    if (coded >= text.length) {
      integer(0, 7, text.length);
      put(text, 0, text.length);
      return;
    }
    integer(0x80, 7, coded);
    room(coded);
    Huffman.encode(text, octets, size);
    size += coded;
  }

  private void room(int more) {
    if (octets.length - size < more) {
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, size + more));
    }
  }
}
