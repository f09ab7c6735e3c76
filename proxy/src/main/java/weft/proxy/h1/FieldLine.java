package weft.proxy.h1;

import java.util.Arrays;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;

/** Parses a field line (RFC 9112, 5), and validates what decides on framing and routing. */
final class FieldLine {
  private FieldLine() {}

  static Header parse(byte[] line) throws BadMessage {
    int colon = colon(line);
    int from = colon + 1;
    int to = line.length;
    while (from < to && Grammar.isBlank(line[from])) {
      from++;
    }
    while (to > from && Grammar.isBlank(line[to - 1])) {
      to--;
    }
    if (!Grammar.isValue(line, from, to)) {
      throw BadMessage.got("field value must not hold control bytes (RFC 9110, 5.5)", line);
    }
    Header header = header(line, colon, Arrays.copyOfRange(line, from, to));
    validate(header);
    return header;
  }

  private static int colon(byte[] line) throws BadMessage {
    if (Grammar.isBlank(line[0])) {
      throw BadMessage.got("field line must not be folded (RFC 9112, 5.2)", line);
    }
    int colon = 0;
    while (colon < line.length && Grammar.isToken(line[colon])) {
      colon++;
    }
    if (colon < line.length && Grammar.isBlank(line[colon])) {
      throw BadMessage.got("no space may stand before the colon (RFC 9112, 5.1)", line);
    }
    if (colon == 0 || colon == line.length || line[colon] != ':') {
      throw BadMessage.got("field name must be a token (RFC 9110, 5.1)", line);
    }
    return colon;
  }

  private static Header header(byte[] line, int colon, byte[] value) {
    byte[] written = Arrays.copyOf(line, colon);
    byte[] lower = Grammar.lowerCase(line, 0, colon);
    HeaderName name = HeaderName.of(lower);
    return Arrays.equals(written, lower)
        ? Header.of(name, value)
        : Header.written(name, written, value);
  }

  private static void validate(Header header) throws BadMessage {
    byte[] value = header.value();
    if (header.is(HeaderName.CONTENT_LENGTH) && Grammar.number(value) < 0) {
      throw BadMessage.got("content-length must be one number (RFC 9110, 8.6)", value);
    }
    if (header.is(HeaderName.HOST) && !Grammar.isAuthority(value, 0, value.length)) {
      throw BadMessage.got("host must be host and optional port (RFC 9110, 7.2)", value);
    }
  }
}
