package weft.proxy.h1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Version;

/** A status line in its parts (RFC 9112, 4); {@code reason} is null if it is the usual one. */
record StatusLine(Version version, Header status, @Nullable String reason) {
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int REASON_AT = STATUS_AT + "200 ".length();

  static StatusLine parse(byte[] line) throws BadMessage {
    boolean fits =
        line.length >= REASON_AT - 1
            && line[STATUS_AT - 1] == ' '
            && line[STATUS_AT] >= '1'
            && line[STATUS_AT] <= '9'
            && Grammar.isDigit(line[STATUS_AT + 1])
            && Grammar.isDigit(line[STATUS_AT + 2])
            && (line.length == REASON_AT - 1 || line[REASON_AT - 1] == ' ')
            && Grammar.isValue(line, 0, line.length);
    if (!fits) {
      throw BadMessage.got(
          "status line must be version, three digits and reason (RFC 9112, 4)", line);
    }
    Version version = RequestLine.version(line, 0);
    Header status =
        Header.of(HeaderName.STATUS, Arrays.copyOfRange(line, STATUS_AT, STATUS_AT + 3));
    return new StatusLine(version, status, reason(line, status));
  }

  private static @Nullable String reason(byte[] line, Header status) {
    String reason =
        line.length < REASON_AT
            ? ""
            : new String(line, REASON_AT, line.length - REASON_AT, StandardCharsets.ISO_8859_1);
    return reason.equals(Reasons.of(status.valueText())) ? null : reason;
  }
}
