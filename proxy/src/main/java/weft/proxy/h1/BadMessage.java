package weft.proxy.h1;

import java.io.Serial;
import java.nio.charset.StandardCharsets;

/**
 * A message that breaks a rule. The text names the rule, its source and what was found, in visible
 * ASCII, so that it may stand in a header.
 */
final class BadMessage extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private static final int LONGEST_QUOTE = 64;

  private final int status;
  private final boolean framed;

  private BadMessage(int status, String text, boolean framed) {
    super(text, null, false, false);
    this.status = status;
    this.framed = framed;
  }

  /** Where the message ends is not known: the connection cannot go on. */
  static BadMessage of(int status, String text) {
    return new BadMessage(status, text, false);
  }

  /** As {@link #of(int, String)} with 400, quoting what was found. */
  static BadMessage got(String rule, byte[] found) {
    return of(400, rule + ", got: " + quote(found));
  }

  /** Well framed, but not to be served: the connection may go on. */
  static BadMessage unserved(String rule, byte[] found) {
    return new BadMessage(400, rule + ", got: " + quote(found), true);
  }

  /** What a server answers. */
  int status() {
    return status;
  }

  /** Whether it is known where the next message starts. */
  boolean isFramed() {
    return framed;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /** Bytes as text for a message: what is not visible ASCII becomes {@code ?}, the end is cut. */
  private static String quote(byte[] bytes) {
    int shown = Math.min(bytes.length, LONGEST_QUOTE);
    var quoted = new byte[shown];
    for (int i = 0; i < shown; i++) {
      quoted[i] = bytes[i] >= ' ' && bytes[i] < 0x7f ? bytes[i] : (byte) '?';
    }
    String text = new String(quoted, StandardCharsets.US_ASCII);
    return bytes.length > shown ? text + "..." : text;
  }
}
