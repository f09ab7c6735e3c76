package weft.proxy.h1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.RequestHead.Form;
import weft.proxy.http.Version;

/**
 * A request line in its parts (RFC 9112, 3).
 *
 * <p>{@code misfit} is what stands against serving it although its bytes are in order, for instance
 * CONNECT with a path; null if nothing does.
 */
record RequestLine(
    Header method,
    Form form,
    @Nullable Header scheme,
    @Nullable Header authority,
    Header path,
    Version version,
    boolean isConnect,
    boolean isHead,
    @Nullable BadMessage misfit) {
  private static final Header GET = Header.of(HeaderName.METHOD, "GET");
  private static final Header POST = Header.of(HeaderName.METHOD, "POST");
  private static final Header NO_PATH = Header.of(HeaderName.PATH, "");
  private static final Header ROOT = Header.of(HeaderName.PATH, "/");
  private static final Header ASTERISK = Header.of(HeaderName.PATH, "*");
  private static final Header HTTP = Header.of(HeaderName.SCHEME, "http");
  private static final byte[] HTTP_1 = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION_BYTES = HTTP_1.length + 1;

  static RequestLine parse(byte[] line) throws BadMessage {
    int space = 0;
    while (space < line.length && Grammar.isToken(line[space])) {
      space++;
    }
    int end = line.length - VERSION_BYTES - 1;
    if (space == 0 || end <= space + 1 || line[space] != ' ' || line[end] != ' ') {
      throw BadMessage.got(
          "request line must be method, target and version, one space apart (RFC 9112, 3)", line);
    }
    Version version = version(line, end + 1);
    if (!Grammar.isTarget(line, space + 1, end)) {
      throw BadMessage.got("request target must be a URI's (RFC 9112, 3.2)", line);
    }
    return of(method(line, space), Arrays.copyOfRange(line, space + 1, end), version);
  }

  private static Header method(byte[] line, int end) {
    if (end == 3 && hasBytes(line, end, GET)) {
      return GET;
    }
    if (end == 4 && hasBytes(line, end, POST)) {
      return POST;
    }
    return Header.of(HeaderName.METHOD, Arrays.copyOf(line, end));
  }

  private static boolean hasBytes(byte[] line, int end, Header method) {
    return Arrays.equals(line, 0, end, method.value(), 0, end);
  }

  /** The version in the last bytes of a line, from {@code at}. */
  static Version version(byte[] line, int at) throws BadMessage {
    int digit = at + HTTP_1.length;
    boolean known = Arrays.equals(line, at, digit, HTTP_1, 0, HTTP_1.length);
    if (known && line[digit] == '1') {
      return Version.HTTP_1_1;
    }
    if (known && line[digit] == '0') {
      return Version.HTTP_1_0;
    }
    throw BadMessage.got("version must be HTTP/1.0 or HTTP/1.1 (RFC 9112, 2.3)", line);
  }

  private static RequestLine of(Header method, byte[] target, Version version) throws BadMessage {
    boolean connect = method.hasValue("CONNECT");
    if (target[0] == '/') {
      Header path = Header.of(HeaderName.PATH, target);
      return parts(method, Form.ORIGIN, null, null, path, version, misfit(connect, target));
    }
    if (target.length == 1 && target[0] == '*') {
      BadMessage misfit = method.hasValue("OPTIONS") ? null : misfit(true, target);
      return parts(method, Form.ASTERISK, null, null, ASTERISK, version, misfit);
    }
    int colon = schemeEnd(target);
    if (colon > 0) {
      return absolute(method, target, colon, version, misfit(connect, target));
    }
    return authority(method, target, version, connect);
  }

  private static @Nullable BadMessage misfit(boolean refused, byte[] target) {
    return refused
        ? BadMessage.unserved("request target does not fit the method (RFC 9112, 3.2)", target)
        : null;
  }

  private static RequestLine authority(
      Header method, byte[] target, Version version, boolean connect) {
    Header authority = Header.of(HeaderName.AUTHORITY, target);
    BadMessage misfit = null;
    if (!connect || !Grammar.isHostAndPort(target, 0, target.length)) {
      misfit =
          BadMessage.unserved(
              connect
                  ? "target of CONNECT must be host and port (RFC 9112, 3.2.3)"
                  : "request target must start with / or a scheme (RFC 9112, 3.2)",
              target);
    } else if (version != Version.HTTP_1_1) {
      misfit = BadMessage.unserved("CONNECT needs HTTP/1.1 (RFC 9110, 9.3.6)", target);
    }
    return parts(method, Form.AUTHORITY, null, authority, NO_PATH, version, misfit);
  }

  /** Where a scheme ends that {@code ://} follows; -1 if there is none. */
  private static int schemeEnd(byte[] target) {
    for (int i = 1; i + 2 < target.length; i++) {
      if (target[i] == ':') {
        boolean slashes = target[i + 1] == '/' && target[i + 2] == '/';
        return slashes && Grammar.isScheme(target, 0, i) ? i : -1;
      }
    }
    return -1;
  }

  private static RequestLine absolute(
      Header method, byte[] target, int colon, Version version, @Nullable BadMessage misfit)
      throws BadMessage {
    int from = colon + 3;
    int end = from;
    while (end < target.length && target[end] != '/' && target[end] != '?') {
      end++;
    }
    if (end == from || !Grammar.isAuthority(target, from, end)) {
      throw BadMessage.got("authority must be host and optional port (RFC 9110, 4.2)", target);
    }
    Header scheme = scheme(Grammar.lowerCase(target, 0, colon));
    Header authority = Header.of(HeaderName.AUTHORITY, Arrays.copyOfRange(target, from, end));
    return parts(method, Form.ABSOLUTE, scheme, authority, path(target, end), version, misfit);
  }

  private static Header scheme(byte[] lower) {
    return Arrays.equals(lower, HTTP.value()) ? HTTP : Header.of(HeaderName.SCHEME, lower);
  }

  private static Header path(byte[] target, int from) {
    if (from == target.length) {
      return ROOT;
    }
    if (target[from] == '/') {
      return Header.of(HeaderName.PATH, Arrays.copyOfRange(target, from, target.length));
    }
    var path = new byte[target.length - from + 1];
    path[0] = '/';
    System.arraycopy(target, from, path, 1, target.length - from);
    return Header.of(HeaderName.PATH, path);
  }

  private static RequestLine parts(
      Header method,
      Form form,
      @Nullable Header scheme,
      @Nullable Header authority,
      Header path,
      Version version,
      @Nullable BadMessage misfit) {
    return new RequestLine(
        method,
        form,
        scheme,
        authority,
        path,
        version,
        method.hasValue("CONNECT"),
        method.hasValue("HEAD"),
        misfit);
  }
}
