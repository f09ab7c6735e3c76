package weft.proxy.h1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What lines seen before meant, so that a line that comes again is not parsed, validated or
 * allocated again.
 *
 * <p>Direct-mapped and bounded: a line drives out the one in its slot, and long lines are not kept.
 * Of one loop.
 *
 * @param <T> what a line means
 */
final class LineCache<T> {
  /** Longer lines are parsed each time; bounds what a cache holds. */
  static final int LONGEST = 256;

  private final Parser<T> parser;
  private final @Nullable Entry<T>[] entries;
  private final int mask;

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  LineCache(int slots, Parser<T> parser) {
    this.parser = parser;
    this.entries = (Entry<T>[]) new Entry[slots];
    this.mask = slots - 1;
  }

  /** What the line between {@code from} and {@code to} means; without its end. */
  T get(byte[] a, int from, int to, int hash) throws BadMessage {
    int slot = hash & mask;
    Entry<T> entry = entries[slot];
    if (entry != null && Arrays.equals(entry.line, 0, entry.line.length, a, from, to)) {
      return entry.meaning;
    }
    byte[] line = Arrays.copyOfRange(a, from, to);
    T meaning = parser.parse(line);
    if (line.length <= LONGEST) {
      entries[slot] = new Entry<>(line, meaning);
    }
    return meaning;
  }

  /** Makes sense of a line, or says which rule it breaks. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(byte[] line) throws BadMessage;
  }

  private static final class Entry<T> {
    final byte[] line;
    final T meaning;

    Entry(byte[] line, T meaning) {
      this.line = line;
      this.meaning = meaning;
    }
  }
}
