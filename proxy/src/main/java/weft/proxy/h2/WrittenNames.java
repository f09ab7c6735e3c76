package weft.proxy.h2;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;

/**
 * Carries over HTTP/2, which has lower case only, how HTTP/1 had written the names of fields: a
 * list of those with capitals in one field, from which the other side restores them.
 *
 * <p>Only between two sides that both announced {@link #SETTING}. At most {@link #MOST} names and
 * {@link #LONGEST} bytes of them travel; what is beyond arrives in lower case. Messages of one
 * client are alike, so list and lines of the last ones are kept. One a loop. Source: contracts of
 * header case.
 */
final class WrittenNames {
  /** In the range for private use (RFC 9113, 11.3); the value is 1. */
  static final int SETTING = 0xf5e7;

  static final int MOST = 64;
  static final int LONGEST = 1024;

  private static final int LINES = 128;

  private final byte[] list = new byte[LONGEST];
  private final @Nullable Header[] lines = new Header[LINES];
  private Header last = Header.of(HeaderName.WEFT_WRITTEN_NAMES, new byte[0]);

  /** The list for these fields; null where no name has a capital. */
  @Nullable Header of(Headers headers) {
    int size = 0;
    int count = 0;
    for (int i = 0; i < headers.size(); i++) {
      Header line = headers.get(i);
      if (line.isWritten() && count < MOST && size + line.name().length() < LONGEST) {
        size = append(line.writtenName(), size);
        count++;
      }
    }
    return size == 0 ? null : listed(size);
  }

  private int append(byte[] name, int size) {
    int at = size;
    if (at > 0) {
      list[at++] = ',';
    }
    System.arraycopy(name, 0, list, at, name.length);
    return at + name.length;
  }

  private Header listed(int size) {
    if (!Arrays.equals(last.value(), 0, last.value().length, list, 0, size)) {
      last = Header.of(HeaderName.WEFT_WRITTEN_NAMES, Arrays.copyOf(list, size));
    }
    return last;
  }

  /** Writes the names again as {@code names} lists them; what fits no field is of no effect. */
  void restore(Headers headers, Header names) {
    byte[] octets = names.value();
    int from = 0;
    for (int count = 0; count < MOST && from < octets.length; count++) {
      int end = from;
      while (end < octets.length && octets[end] != ',') {
        end++;
      }
      restore(headers, octets, from, end);
      from = end + 1;
    }
  }

  private void restore(Headers headers, byte[] names, int from, int end) {
    for (int i = 0; i < headers.size(); i++) {
      Header line = headers.get(i);
      if (!line.isWritten() && isSame(line.name().bytes(), names, from, end)) {
        headers.set(i, written(line, names, from, end));
      }
    }
  }

  private static boolean isSame(byte[] lower, byte[] names, int from, int end) {
    if (lower.length != end - from) {
      return false;
    }
    for (int i = 0; i < lower.length; i++) {
      byte octet = names[from + i];
      boolean capital = octet >= 'A' && octet <= 'Z';
      if (lower[i] != (capital ? octet + ('a' - 'A') : octet)) {
        return false;
      }
    }
    return true;
  }

  private Header written(Header line, byte[] names, int from, int end) {
    int slot = line.hashCode() & (LINES - 1);
    Header kept = lines[slot];
    if (kept != null && kept.equals(line) && isWrittenSo(kept, names, from, end)) {
      return kept;
    }
    Header written = line.writtenAs(Arrays.copyOfRange(names, from, end));
    if (!line.isSensitive()) {
      lines[slot] = written;
    }
    return written;
  }

  private static boolean isWrittenSo(Header kept, byte[] names, int from, int end) {
    byte[] name = kept.writtenName();
    return Arrays.equals(name, 0, name.length, names, from, end);
  }
}
