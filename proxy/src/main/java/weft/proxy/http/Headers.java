package weft.proxy.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of a head or of trailers, in order, repeated lines apart.
 *
 * <p>Mutable, owned by whoever owns the message. Holds no pseudo-header. Bounded by the codec that
 * fills it.
 */
public final class Headers {
  private static final int USUAL = 16;

  private Header[] lines;
  private int size;

  public Headers() {
    this.lines = new Header[USUAL];
  }

  private Headers(Header[] lines, int size) {
    this.lines = lines;
    this.size = size;
  }

  /** Lines in this order. */
  public static Headers of(Header... lines) {
    return new Headers(lines.clone(), lines.length);
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public Header get(int index) {
    return lines[index];
  }

  public void add(Header line) {
    if (size == lines.length) {
      lines = Arrays.copyOf(lines, Math.max(USUAL, size * 2));
    }
    lines[size++] = line;
  }

  public void add(HeaderName name, String value) {
    add(Header.of(name, value));
  }

  /** Puts a line in the place of another. */
  public void set(int index, Header line) {
    lines[index] = line;
  }

  /** Replaces all lines of this name by one at the end. */
  public void set(Header line) {
    remove(line.name());
    add(line);
  }

  public void set(HeaderName name, String value) {
    set(Header.of(name, value));
  }

  /** The first line of this name. */
  public @Nullable Header first(HeaderName name) {
    for (int i = 0; i < size; i++) {
      if (lines[i].name().equals(name)) {
        return lines[i];
      }
    }
    return null;
  }

  /** The first value of this name. */
  public @Nullable String value(HeaderName name) {
    Header line = first(name);
    return line == null ? null : line.valueText();
  }

  public boolean contains(HeaderName name) {
    return first(name) != null;
  }

  /** Removes all lines of this name; whether there were any. */
  public boolean remove(HeaderName name) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (!lines[i].name().equals(name)) {
        lines[kept++] = lines[i];
      }
    }
    Arrays.fill(lines, kept, size, null);
    boolean removed = kept < size;
    size = kept;
    return removed;
  }

  /** Lines of this object in another one, which then may differ. */
  public Headers copy() {
    return new Headers(Arrays.copyOf(lines, Math.max(USUAL, size)), size);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append(lines[i]).append('\n');
    }
    return text.toString();
  }
}
