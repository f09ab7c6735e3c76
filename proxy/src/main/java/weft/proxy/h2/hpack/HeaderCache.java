package weft.proxy.h2.hpack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;

/**
 * Field lines and names that a loop has met and found valid, so that the next message has the same
 * objects and none is made.
 *
 * <p>Direct-mapped: a line replaces the one in its slot. Bounded by its slots and the size of a
 * line; longer lines are not kept, and sensitive ones must not be given. One loop only.
 */
public final class HeaderCache {
  private static final int LINES = 512;
  private static final int NAMES = 128;
  private static final int LONGEST = 160;

  private final @Nullable Header[] lines = new Header[LINES];
  private final @Nullable HeaderName[] names = new HeaderName[NAMES];

  /** The line of this name with the value at {@code from} to {@code end}, if it was kept. */
  @Nullable Header find(HeaderName name, byte[] octets, int from, int end) {
    var kept = lines[slot(name.hashCode() * 31 + hash(octets, from, end), LINES)];
    return kept != null && kept.is(name) && same(kept.value(), octets, from, end) ? kept : null;
  }

  /** Keeps a valid line. */
  void keep(Header line) {
    byte[] value = line.value();
    if (value.length <= LONGEST) {
      lines[slot(line.name().hashCode() * 31 + hash(value, 0, value.length), LINES)] = line;
    }
  }

  /** A line with a value that is known to be valid, kept from now on. */
  public Header line(HeaderName name, byte[] octets, int from, int end) {
    var kept = find(name, octets, from, end);
    if (kept != null) {
      return kept;
    }
    var line = Header.of(name, Arrays.copyOfRange(octets, from, end));
    keep(line);
    return line;
  }

  /** The name at {@code from} to {@code end}, valid or not. */
  HeaderName name(byte[] octets, int from, int end) {
    int slot = slot(hash(octets, from, end), NAMES);
    var kept = names[slot];
    if (kept != null && same(kept.bytes(), octets, from, end)) {
      return kept;
    }
    var name = HeaderName.of(Arrays.copyOfRange(octets, from, end));
    if (end - from <= LONGEST) {
      names[slot] = name;
    }
    return name;
  }

  private static boolean same(byte[] kept, byte[] octets, int from, int end) {
    return Arrays.equals(kept, 0, kept.length, octets, from, end);
  }

  private static int slot(int hash, int slots) {
    return (hash ^ (hash >>> 15) ^ (hash >>> 7)) & (slots - 1);
  }

  private static int hash(byte[] octets, int from, int end) {
    int hash = 1;
    for (int i = from; i < end; i++) {
      hash = 31 * hash + octets[i];
    }
    return hash;
  }
}
