package weft.proxy.h2;

import org.jspecify.annotations.Nullable;
import weft.proxy.h2.hpack.HeaderCache;
import weft.proxy.h2.hpack.HpackDecoder;
import weft.proxy.http.Client;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.RequestHead;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.Version;

/**
 * Collects the lines of one block and makes a head or trailers of them, if they obey the rules of
 * messages (RFC 9113, 8).
 *
 * <p>One a loop, used within one call. Stops keeping lines when they are too long together.
 */
final class HeadCollector implements HpackDecoder.Lines {
  private static final Header NO_PATH = Header.of(HeaderName.PATH, "");

  private Headers headers = new Headers();
  private @Nullable Header method;
  private @Nullable Header scheme;
  private @Nullable Header authority;
  private @Nullable Header path;
  private @Nullable Header protocol;
  private @Nullable Header status;
  private final CookieCrumbs cookies;
  private long contentLength;
  private boolean fieldsBegan;
  private int pseudos;
  private int size;
  private int limit;
  private int lines;
  private int mostLines;
  private @Nullable String broken;
  private @Nullable WrittenNames names;
  private @Nullable Header list;

  HeadCollector(HeaderCache cache) {
    this.cookies = new CookieCrumbs(cache);
  }

  /**
   * Forgets everything; the next lines may be {@code mostLines}, and {@code limit} octets as HPACK
   * counts them.
   *
   * @param names restores how names were written; null where that was not agreed on
   */
  void begin(int limit, int mostLines, @Nullable WrittenNames names) {
    this.limit = limit;
    this.mostLines = mostLines;
    this.names = names;
    list = null;
    lines = 0;
    headers = new Headers();
    method = null;
    scheme = null;
    authority = null;
    path = null;
    protocol = null;
    status = null;
    cookies.clear();
    contentLength = -1;
    fieldsBegan = false;
    pseudos = 0;
    size = 0;
    broken = null;
  }

  @Override
  public void line(Header line) {
    if (!fits(line)) {
      return;
    }
    var name = line.name();
    switch (name.kind()) {
      case PSEUDO -> pseudo(line);
      case HOP_BY_HOP -> hopByHop(line);
      case FRAMING, END_TO_END -> field(line);
    }
  }

  @Override
  public void malformed(Header line) {
    if (fits(line)) {
      breaks("a field must be valid and its name in lower case (RFC 9113, 8.2.1): " + line.name());
    }
  }

  private boolean fits(Header line) {
    if (!isTooLarge()) {
      size += line.size();
      lines++;
    }
    return !isTooLarge();
  }

  /** Makes the message malformed. */
  void breaks(String rule) {
    if (broken == null) {
      broken = rule;
    }
  }

  private void field(Header line) {
    fieldsBegan = true;
    var name = line.name();
    if (name.equals(HeaderName.COOKIE)) {
      cookies.add(line);
      return;
    }
    if (name.equals(HeaderName.CONTENT_LENGTH)) {
      length(line);
    }
    headers.add(line);
  }

  private void hopByHop(Header line) {
    if (line.is(HeaderName.WEFT_WRITTEN_NAMES)) {
      fieldsBegan = true;
      list = line;
      return;
    }
    if (!line.is(HeaderName.TE) || !line.hasValue("trailers")) {
      breaks("a field of one connection must not be sent (RFC 9113, 8.2.2): " + line.name());
    }
    field(line);
  }

  private void length(Header line) {
    long length = ContentLength.parse(line.value());
    if (length < 0 || (contentLength >= 0 && contentLength != length)) {
      breaks("content-length must be one number (RFC 9110, 8.6), got: " + line.valueText());
    }
    contentLength = length;
  }

  private void pseudo(Header line) {
    pseudos++;
    if (fieldsBegan) {
      breaks("pseudo-headers must come before fields (RFC 9113, 8.3): " + line.name());
    } else if (line.is(HeaderName.METHOD)) {
      method = once(method, line);
    } else if (line.is(HeaderName.PATH)) {
      path = once(path, line);
    } else if (line.is(HeaderName.SCHEME)) {
      scheme = once(scheme, line);
    } else if (line.is(HeaderName.AUTHORITY)) {
      authority = once(authority, line);
    } else if (line.is(HeaderName.STATUS)) {
      status = once(status, line);
    } else if (line.is(HeaderName.PROTOCOL)) {
      protocol = once(protocol, line);
    } else {
      breaks("a pseudo-header must be known (RFC 9113, 8.3): " + line.name());
    }
  }

  private Header once(@Nullable Header before, Header line) {
    if (before != null) {
      breaks("a pseudo-header must come once (RFC 9113, 8.3): " + line.name());
    }
    return line;
  }

  /** More than the limit came; what came is not whole. */
  boolean isTooLarge() {
    return size > limit || lines > mostLines;
  }

  /** What {@code content-length} says, or -1. */
  long contentLength() {
    return contentLength;
  }

  private H2Fault malformed(int id, String rule) {
    return H2Fault.stream(id, ErrorCode.PROTOCOL_ERROR, rule);
  }

  private void check(int id) throws H2Fault {
    if (broken != null) {
      throw malformed(id, broken);
    }
  }

  /** The head of a request on stream {@code id}. */
  RequestHead request(int id, Client client, boolean extendedConnect) throws H2Fault {
    check(id);
    var verb = method;
    if (verb == null || status != null || !isToken(verb.value())) {
      throw malformed(id, "a request must have a :method and no :status (RFC 9113, 8.3.1)");
    }
    boolean connect = verb.hasValue("CONNECT");
    boolean plainConnect = connect && protocol == null;
    if (protocol != null && !(connect && extendedConnect)) {
      throw malformed(id, ":protocol must be announced, and for CONNECT (RFC 8441, 4)");
    }
    if (plainConnect) {
      checkConnect(id);
    } else {
      checkTarget(id, verb);
    }
    var target = path == null ? NO_PATH : path;
    var head =
        new RequestHead(
            Version.HTTP_2,
            verb,
            scheme,
            authority,
            target,
            form(target, plainConnect),
            headers,
            client);
    head.protocol(protocol);
    head.asksForTunnel(connect);
    completeFields();
    return head;
  }

  private void completeFields() {
    cookies.joinInto(headers);
    if (names != null && list != null) {
      names.restore(headers, list);
    }
  }

  private static boolean isToken(byte[] verb) {
    for (byte octet : verb) {
      if (octet <= ' ' || octet == 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(octet) >= 0) {
        return false;
      }
    }
    return verb.length > 0;
  }

  private static RequestHead.Form form(Header target, boolean plainConnect) {
    if (plainConnect) {
      return RequestHead.Form.AUTHORITY;
    }
    return target.hasValue("*") ? RequestHead.Form.ASTERISK : RequestHead.Form.ORIGIN;
  }

  private void checkConnect(int id) throws H2Fault {
    if (authority == null || scheme != null || path != null) {
      throw malformed(
          id, "CONNECT must have an :authority and neither :scheme nor :path (RFC 9113, 8.5)");
    }
  }

  private void checkTarget(int id, Header verb) throws H2Fault {
    var target = path;
    if (scheme == null || target == null) {
      throw malformed(id, "a request must have a :scheme and a :path (RFC 9113, 8.3.1)");
    }
    byte[] octets = target.value();
    boolean asterisk = target.hasValue("*") && verb.hasValue("OPTIONS");
    if (octets.length == 0 || (octets[0] != '/' && !asterisk)) {
      throw malformed(id, ":path must begin with a slash (RFC 9113, 8.3.1): " + target.valueText());
    }
    for (byte octet : octets) {
      if (octet == ' ' || octet == '\t') {
        throw malformed(id, ":path must have no white space (RFC 9113, 8.3.1)");
      }
    }
  }

  /** The head of a response on stream {@code id}. */
  ResponseHead response(int id) throws H2Fault {
    check(id);
    var line = status;
    if (line == null || pseudos != 1 || !isStatus(line.value())) {
      throw malformed(id, "a response must have a :status of three digits (RFC 9113, 8.3.2)");
    }
    if (line.hasValue("101")) {
      throw malformed(id, "101 must not be sent (RFC 9113, 8.6)");
    }
    completeFields();
    return new ResponseHead(Version.HTTP_2, line, null, headers);
  }

  private static boolean isStatus(byte[] digits) {
    return digits.length == 3
        && digits[0] >= '1'
        && digits[0] <= '9'
        && isDigit(digits[1])
        && isDigit(digits[2]);
  }

  private static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }

  /** Trailers of stream {@code id}. */
  Headers trailers(int id) throws H2Fault {
    check(id);
    if (pseudos > 0) {
      throw malformed(id, "trailers must have no pseudo-header (RFC 9113, 8.1)");
    }
    completeFields();
    return headers;
  }
}
