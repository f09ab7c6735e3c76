package weft.proxy.detect;

import io.netty.buffer.ByteBuf;

/**
 * Whether the first read of a connection looks like HTTP.
 *
 * <p>One decision on exactly the bytes of one read, at most {@link #READ} of them; fewer than 14
 * bytes are never HTTP. HTTP/1 is a request line, and as much of a first header line as is there,
 * that are valid or valid so far; nothing after the first header line is looked at. Source:
 * inbound.md 7, outbound.md 8.1; RFC 9112, 3.
 */
public enum HttpStart {
  HTTP1,
  HTTP2,
  NOT_HTTP;

  /** Bytes of the one read that decides. */
  public static final int READ = 1024;

  private static final byte[] HTTP2_PREFACE = ascii("PRI * HTTP/2.0");
  private static final byte[] VERSION = ascii("HTTP/1.");

  /** Looks at the readable bytes; consumes none. No bytes at all is for the caller to refuse. */
  public static HttpStart of(ByteBuf in) {
    int length = Math.min(in.readableBytes(), READ);
    if (length < HTTP2_PREFACE.length) {
      return NOT_HTTP;
    }
    if (startsWith(in, HTTP2_PREFACE)) {
      return HTTP2;
    }
    return new Head(in, in.readerIndex(), in.readerIndex() + length).isPlausible()
        ? HTTP1
        : NOT_HTTP;
  }

  private static boolean startsWith(ByteBuf in, byte[] what) {
    for (int i = 0; i < what.length; i++) {
      if (in.getByte(in.readerIndex() + i) != what[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** The head, read from front to back until it ends, breaks a rule, or a header is whole. */
  private static final class Head {
    private final ByteBuf in;
    private final int end;
    private int at;

    Head(ByteBuf in, int at, int end) {
      this.in = in;
      this.at = at;
      this.end = end;
    }

    boolean isPlausible() {
      skipEmptyLines();
      return word(false) && word(true) && version() && lineEnd() && firstHeader();
    }

    /** RFC 9112, 2.2: lenient servers skip empty lines before a request line. */
    private void skipEmptyLines() {
      while (at < end && (in.getByte(at) == '\n' || isCrLf())) {
        at += in.getByte(at) == '\n' ? 1 : 2;
      }
    }

    private boolean isCrLf() {
      return in.getByte(at) == '\r' && (at + 1 == end || in.getByte(at + 1) == '\n');
    }

    /** At least one character, then one space; or the end of what was read. */
    private boolean word(boolean uri) {
      int start = at;
      while (at < end && in.getByte(at) != ' ') {
        byte b = in.getByte(at);
        if (uri ? b <= ' ' || b == 0x7f : !isToken(b)) {
          return false;
        }
        at++;
      }
      return at >= end || at++ > start;
    }

    private boolean version() {
      for (byte expected : VERSION) {
        if (at < end && in.getByte(at) != expected) {
          return false;
        }
        at++;
      }
      return at >= end || ((in.getByte(at) | 1) == '1' && ++at > 0);
    }

    private boolean lineEnd() {
      if (at < end && in.getByte(at) == '\r') {
        at++;
      }
      return at >= end || in.getByte(at++) == '\n';
    }

    private boolean firstHeader() {
      if (at >= end || in.getByte(at) == '\r' || in.getByte(at) == '\n') {
        return lineEnd();
      }
      int start = at;
      while (at < end && isToken(in.getByte(at))) {
        at++;
      }
      return at >= end || (at > start && in.getByte(at++) == ':' && value());
    }

    private boolean value() {
      while (at < end && isValue(in.getByte(at))) {
        at++;
      }
      return lineEnd();
    }

    private static boolean isValue(byte b) {
      return b == '\t' || (b != 0x7f && (b & 0xff) >= ' ');
    }

    private static boolean isToken(byte b) {
      return b > ' ' && b < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(b) < 0;
    }
  }
}
