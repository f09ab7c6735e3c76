package weft.proxy.h1;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.RequestHead;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.Version;
import weft.proxy.transport.Connection;

/**
 * Writes heads: start line, fields in their order and case, and what framing and connection need.
 *
 * <p>A head is put together in the loop's scratch memory and copied to the connection once. One for
 * a connection.
 */
final class HeadWriter {
  /** What follows a head, which decides on the fields about it. */
  enum Body {
    /** Nothing; a length stays, as in an answer to HEAD. */
    BODILESS,
    /** As long as {@code content-length} says, which is among the fields. */
    LENGTH,
    CHUNKED,
    /** Nothing, or bytes until the end of the connection; no field tells of it. */
    UNTOLD,
    /** A tunnel, if that is agreed; the fields about the connection stay, as they say so. */
    TUNNEL
  }

  static final Header CLOSE = Header.of(HeaderName.CONNECTION, "close");
  static final Header KEEP_ALIVE = Header.of(HeaderName.CONNECTION, "keep-alive");
  static final Header EMPTY = Header.of(HeaderName.CONTENT_LENGTH, "0");
  private static final Header CHUNKED = Header.of(HeaderName.TRANSFER_ENCODING, "chunked");

  private static final byte[] CR_LF = bytes("\r\n");
  private static final byte[] COOKIE_SEPARATOR = bytes("; ");
  private static final byte[] COLON = bytes(": ");
  private static final byte[] LAST_CHUNK = bytes("0\r\n");
  private static final byte[] SCHEME_END = bytes("://");
  private static final byte[] SPACE = bytes(" ");
  private static final byte[] HTTP_1_0 = bytes("HTTP/1.0");
  private static final byte[] HTTP_1_1 = bytes("HTTP/1.1");
  private static final byte[] OK = bytes("HTTP/1.1 200 OK\r\n");

  private final Connection connection;
  private final byte[] scratch;
  private int at;

  HeadWriter(Connection connection) {
    this.connection = connection;
    this.scratch = connection.loop().scratch();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Writes a request's head, with {@code host} if it must have one and has none. */
  void request(RequestHead head, Body body) {
    put(head.method().value());
    put(SPACE);
    putTarget(head);
    put(SPACE);
    boolean old = head.version() == Version.HTTP_1_0 && body != Body.CHUNKED;
    put(old ? HTTP_1_0 : HTTP_1_1);
    put(CR_LF);
    putFields(withHost(head), body);
    end();
  }

  private void putTarget(RequestHead head) {
    switch (head.form()) {
      case ORIGIN, ASTERISK -> put(head.path().value());
      case AUTHORITY -> put(head.authority());
      case ABSOLUTE -> {
        put(head.scheme());
        put(SCHEME_END);
        put(head.authority());
        put(head.path().value());
      }
    }
  }

  /**
   * Over HTTP/2 the authority wins (RFC 9113, 8.3.1); over HTTP/1 {@code host} stays as it came.
   */
  private static Headers withHost(RequestHead head) {
    Headers headers = head.headers();
    Header authority = head.authority();
    if (authority != null && mustName(head, headers)) {
      headers.set(Header.of(HeaderName.HOST, authority.value()));
    }
    return headers;
  }

  private static boolean mustName(RequestHead head, Headers headers) {
    return switch (head.version()) {
      case HTTP_2 -> true;
      case HTTP_1_0, HTTP_1_1 ->
          head.form() == RequestHead.Form.ABSOLUTE && !headers.contains(HeaderName.HOST);
    };
  }

  /**
   * Writes a response's head in the client's version.
   *
   * @param connectionLine ours, after the fields
   * @param date likewise
   */
  void response(
      Version version,
      ResponseHead head,
      Body body,
      @Nullable Header connectionLine,
      @Nullable Header date) {
    putStatus(version, head);
    putFields(head.headers(), body);
    putLine(connectionLine);
    putLine(date);
    end();
  }

  private void putStatus(Version version, ResponseHead head) {
    String reason = head.reason();
    if (reason == null && version == Version.HTTP_1_1 && head.status() == 200) {
      put(OK);
      return;
    }
    put(version == Version.HTTP_1_0 ? HTTP_1_0 : HTTP_1_1);
    put(SPACE);
    put(head.statusLine().value());
    put(SPACE);
    put(bytes(reason == null ? Reasons.of(head.statusLine().valueText()) : reason));
    put(CR_LF);
  }

  /** Writes the last chunk and trailers behind it. */
  void trailers(Headers trailers) {
    put(LAST_CHUNK);
    for (int i = 0; i < trailers.size(); i++) {
      put(trailers.get(i).line());
    }
    end();
  }

  private void putFields(Headers headers, Body body) {
    boolean chunked = false;
    boolean cookies = false;
    for (int i = 0; i < headers.size(); i++) {
      Header line = headers.get(i);
      HeaderName name = line.name();
      if (name.equals(HeaderName.COOKIE)) {
        putCookies(headers, i, cookies);
        cookies = true;
      } else if (stays(name, body, chunked)) {
        chunked |= name.equals(HeaderName.TRANSFER_ENCODING);
        put(line.line());
      }
    }
    if (body == Body.CHUNKED && !chunked) {
      put(CHUNKED.line());
    }
  }

  private static boolean stays(HeaderName name, Body body, boolean chunked) {
    return switch (name.kind()) {
      case END_TO_END -> true;
      case FRAMING -> !name.equals(HeaderName.CONTENT_LENGTH) || tellsLength(body);
      case HOP_BY_HOP -> hopStays(name, body, chunked);
      case PSEUDO -> false;
    };
  }

  private static boolean tellsLength(Body body) {
    return body != Body.CHUNKED && body != Body.UNTOLD;
  }

  private static boolean hopStays(HeaderName name, Body body, boolean chunked) {
    if (name.equals(HeaderName.TRANSFER_ENCODING)) {
      return body == Body.CHUNKED && !chunked;
    }
    return body == Body.TUNNEL || name.equals(HeaderName.TE);
  }

  /** HTTP/2 may have cut a cookie into lines; HTTP/1 has one (RFC 9113, 8.2.3). */
  private void putCookies(Headers headers, int first, boolean done) {
    if (done) {
      return;
    }
    Header cookie = headers.get(first);
    put(cookie.writtenName());
    put(COLON);
    put(cookie.value());
    for (int i = first + 1; i < headers.size(); i++) {
      if (headers.get(i).is(HeaderName.COOKIE)) {
        put(COOKIE_SEPARATOR);
        put(headers.get(i).value());
      }
    }
    put(CR_LF);
  }

  private void putLine(@Nullable Header line) {
    if (line != null) {
      put(line.line());
    }
  }

  private void put(@Nullable Header part) {
    if (part != null) {
      put(part.value());
    }
  }

  private void put(byte[] bytes) {
    if (bytes.length > scratch.length - at) {
      flush();
    }
    if (bytes.length > scratch.length) {
      connection.output(bytes.length).writeBytes(bytes);
      return;
    }
    System.arraycopy(bytes, 0, scratch, at, bytes.length);
    at += bytes.length;
  }

  private void end() {
    put(CR_LF);
    flush();
  }

  private void flush() {
    connection.output(at).writeBytes(scratch, 0, at);
    at = 0;
  }
}
