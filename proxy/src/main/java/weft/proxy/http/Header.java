package weft.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One field line, parsed and validated: name, value, and how its name was written on HTTP/1.
 *
 * <p>Immutable, so that a loop may keep lines it saw before and use them again in any message; then
 * forwarding a line is a copy of {@link #line()} or an index of HPACK's table. Pseudo-header fields
 * are lines too, also for HTTP/1, for the same gain. Values are bytes as received, without white
 * space around them; text is ISO 8859-1 so that no byte is lost.
 */
public final class Header {
  private final HeaderName name;
  private final byte[] value;
  private final byte @Nullable [] writtenName;
  private final boolean sensitive;
  private final int hash;
  private byte @Nullable [] line;
  private @Nullable String text;

  private Header(HeaderName name, byte[] value, byte @Nullable [] writtenName, boolean sensitive) {
    this.name = name;
    this.value = value;
    this.writtenName = writtenName;
    this.sensitive = sensitive;
    int both = name.hashCode() * 31 + Arrays.hashCode(value);
    this.hash = both ^ (both >>> 15);
  }

  /** A line with its name in lower case. The value is not copied, and must be valid. */
  public static Header of(HeaderName name, byte[] value) {
    return new Header(name, value, null, false);
  }

  /** As {@link #of(HeaderName, byte[])}, from text. */
  public static Header of(HeaderName name, String value) {
    return of(name, value.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A line whose name was written with upper-case letters, which HTTP/1 keeps. */
  public static Header written(HeaderName name, byte[] writtenName, byte[] value) {
    return new Header(name, value, writtenName, false);
  }

  /** A line that no HPACK table may hold (RFC 7541, 7.1.3). */
  public static Header sensitive(HeaderName name, byte[] value) {
    return new Header(name, value, null, true);
  }

  /** The same line, its name written in another case. */
  public Header writtenAs(byte[] name) {
    return new Header(this.name, value, name, sensitive);
  }

  /** The name was written with upper-case letters. */
  public boolean isWritten() {
    return writtenName != null;
  }

  public HeaderName name() {
    return name;
  }

  /** The value's bytes; read only. */
  public byte[] value() {
    return value;
  }

  public String valueText() {
    String t = text;
    if (t == null) {
      t = new String(value, StandardCharsets.ISO_8859_1);
      text = t;
    }
    return t;
  }

  public boolean is(HeaderName other) {
    return name.equals(other);
  }

  public boolean hasValue(String expected) {
    return valueText().equals(expected);
  }

  /** Never to be indexed, also by the next hop. */
  public boolean isSensitive() {
    return sensitive;
  }

  /** The size that HPACK and header limits count: name, value and 32 (RFC 7541, 4.1). */
  public int size() {
    return name.length() + value.length + 32;
  }

  /** The name's bytes as HTTP/1 writes them; read only. */
  public byte[] writtenName() {
    return writtenName == null ? name.bytes() : writtenName;
  }

  /** The line as HTTP/1 writes it, with CR LF; read only. */
  public byte[] line() {
    byte[] l = line;
    if (l == null) {
      l = makeLine();
      line = l;
    }
    return l;
  }

  private byte[] makeLine() {
    byte[] n = writtenName();
    var l = new byte[n.length + value.length + 4];
    System.arraycopy(n, 0, l, 0, n.length);
    l[n.length] = ':';
    l[n.length + 1] = ' ';
    System.arraycopy(value, 0, l, n.length + 2, value.length);
    l[l.length - 2] = '\r';
    l[l.length - 1] = '\n';
    return l;
  }

  /** Of name and value; what tables of lines are indexed by. */
  @Override
  public int hashCode() {
    return hash;
  }

  /** Equal name and value; how the name was written does not matter. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Header h
            && hash == h.hash
            && name.equals(h.name)
            && Arrays.equals(value, h.value));
  }

  @Override
  public String toString() {
    return name + ": " + valueText();
  }
}
