package weft.proxy.h1;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.Version;

/**
 * What a head's fields say about the end of the message and the use of the connection.
 *
 * <p>Noted while lines are read, so that nobody searches for them. Source: RFC 9112, 6 and 9; RFC
 * 9110, 7.6.1.
 */
final class Facts {
  private static final byte[] CHUNKED = bytes("chunked");
  private static final byte[] CLOSE = bytes("close");
  private static final byte[] KEEP_ALIVE = bytes("keep-alive");
  private static final byte[] UPGRADE = bytes("upgrade");
  private static final byte[] CONTINUE = bytes("100-continue");

  private long contentLength;
  private boolean chunked;
  private boolean close;
  private boolean keepAlive;
  private boolean expects;
  private boolean anyHop;
  private int hosts;
  private @Nullable Header connection;
  private @Nullable Header upgrade;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  void clear() {
    contentLength = -1;
    chunked = false;
    close = false;
    keepAlive = false;
    expects = false;
    anyHop = false;
    hosts = 0;
    connection = null;
    upgrade = null;
  }

  /** Notes a line; whether it stays among the fields. */
  boolean note(Header header) throws BadMessage {
    HeaderName name = header.name();
    return switch (name.kind()) {
      case END_TO_END -> noteExpect(name, header);
      case FRAMING -> noteFraming(name, header);
      case HOP_BY_HOP -> noteHop(name, header);
      case PSEUDO -> true;
    };
  }

  private boolean noteExpect(HeaderName name, Header header) {
    if (name.equals(HeaderName.EXPECT)) {
      expects |= is(header, CONTINUE);
    }
    return true;
  }

  private boolean noteFraming(HeaderName name, Header header) throws BadMessage {
    if (name.equals(HeaderName.HOST)) {
      hosts++;
    } else if (name.equals(HeaderName.CONTENT_LENGTH)) {
      return noteLength(header);
    }
    return true;
  }

  /** The same length again is dropped, another one refused (RFC 9112, 6.3). */
  private boolean noteLength(Header header) throws BadMessage {
    long length = Grammar.number(header.value());
    if (contentLength >= 0 && contentLength != length) {
      throw BadMessage.of(
          400,
          "content-length must be one number (RFC 9110, 8.6), got: "
              + contentLength
              + " and "
              + length);
    }
    boolean first = contentLength < 0;
    contentLength = length;
    return first;
  }

  private boolean noteHop(HeaderName name, Header header) throws BadMessage {
    if (name.equals(HeaderName.TRANSFER_ENCODING)) {
      noteCoding(header);
    } else if (!name.equals(HeaderName.TE)) {
      anyHop = true;
      if (name.equals(HeaderName.CONNECTION)) {
        connection = header;
        noteOptions(header.value());
      } else if (name.equals(HeaderName.UPGRADE) && upgrade == null) {
        upgrade = header;
      }
    }
    return true;
  }

  private void noteCoding(Header header) throws BadMessage {
    if (chunked || !is(header, CHUNKED)) {
      throw BadMessage.got(
          "transfer-encoding must be chunked and nothing else (RFC 9112, 6.1)", header.value());
    }
    chunked = true;
  }

  private void noteOptions(byte[] value) {
    int from = 0;
    while (from < value.length) {
      int end = tokenEnd(value, from);
      close |= Grammar.equalsIgnoringCase(value, from, end, CLOSE);
      keepAlive |= Grammar.equalsIgnoringCase(value, from, end, KEEP_ALIVE);
      from = tokenStart(value, end);
    }
  }

  private static int tokenEnd(byte[] value, int from) {
    int end = from;
    while (end < value.length && Grammar.isToken(value[end])) {
      end++;
    }
    return end;
  }

  private static int tokenStart(byte[] value, int from) {
    int start = from;
    while (start < value.length && !Grammar.isToken(value[start])) {
      start++;
    }
    return start;
  }

  private static boolean is(Header header, byte[] lower) {
    byte[] value = header.value();
    return Grammar.equalsIgnoringCase(value, 0, value.length, lower);
  }

  /** What must hold for the framing to be clear. */
  void checkFraming(Version version) throws BadMessage {
    if (chunked && contentLength >= 0) {
      throw BadMessage.of(
          400, "content-length and transfer-encoding exclude each other (RFC 9112, 6.3)");
    }
    if (chunked && version == Version.HTTP_1_0) {
      throw BadMessage.of(400, "transfer-encoding needs HTTP/1.1 (RFC 9112, 6.1)");
    }
  }

  boolean isChunked() {
    return chunked;
  }

  /** In bytes; -1 if there is none. */
  long contentLength() {
    return contentLength;
  }

  boolean hasBody() {
    return chunked || contentLength > 0;
  }

  int hosts() {
    return hosts;
  }

  boolean expects() {
    return expects;
  }

  /** Whether the connection may be used after this message (RFC 9112, 9.3). */
  boolean persists(Version version) {
    return !close && (version == Version.HTTP_1_1 || keepAlive);
  }

  /** Names a protocol to change to, but not {@code h2c} (docs/spec/outbound.md 9.3). */
  boolean asksForUpgrade() {
    return upgrade != null && !upgrade.hasValue("h2c");
  }

  /** Removes what belongs to one connection, and what {@code connection} nominates. */
  void strip(Headers headers) {
    if (!anyHop) {
      return;
    }
    if (connection != null) {
      stripNominated(headers);
    }
    headers.remove(HeaderName.CONNECTION);
    headers.remove(HeaderName.UPGRADE);
    headers.remove(HeaderName.PROXY_CONNECTION);
    headers.remove(HeaderName.KEEP_ALIVE);
  }

  private static void stripNominated(Headers headers) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      if (i < headers.size() && headers.get(i).is(HeaderName.CONNECTION)) {
        stripNominated(headers, headers.get(i).value());
      }
    }
  }

  private static void stripNominated(Headers headers, byte[] value) {
    int from = tokenStart(value, 0);
    while (from < value.length) {
      int end = tokenEnd(value, from);
      if (mayNominate(value, from, end)) {
        headers.remove(HeaderName.of(Grammar.lowerCase(value, from, end)));
      }
      from = tokenStart(value, end);
    }
  }

  /** Options are no fields; and nobody may nominate away where a message ends or goes. */
  private static boolean mayNominate(byte[] value, int from, int end) {
    if (Grammar.equalsIgnoringCase(value, from, end, CLOSE)
        || Grammar.equalsIgnoringCase(value, from, end, KEEP_ALIVE)
        || Grammar.equalsIgnoringCase(value, from, end, UPGRADE)) {
      return false;
    }
    HeaderName name = HeaderName.of(Grammar.lowerCase(value, from, end));
    return name.kind() != HeaderName.Kind.FRAMING
        && !name.equals(HeaderName.TRANSFER_ENCODING)
        && !name.equals(HeaderName.CONNECTION);
  }
}
