package weft.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * How one proxy tells the other, on an exchange that HTTP/2 carries, which HTTP/1 it was.
 *
 * <p>Source: docs/spec/outbound.md 23.3, docs/spec/inbound.md 9.4.
 */
final class OrigProto {
  private static final Header HTTP_1_1 = Header.of(HeaderName.L5D_ORIG_PROTO, "HTTP/1.1");
  private static final Header HTTP_1_0 = Header.of(HeaderName.L5D_ORIG_PROTO, "HTTP/1.0");
  private static final Header HTTP_1_1_ABSOLUTE =
      Header.of(HeaderName.L5D_ORIG_PROTO, "HTTP/1.1; absolute-form");
  private static final Header HTTP_1_0_ABSOLUTE =
      Header.of(HeaderName.L5D_ORIG_PROTO, "HTTP/1.0; absolute-form");
  private static final String ABSOLUTE = "absolute-form";
  private static final int ABSOLUTE_AT = 10;

  private OrigProto() {}

  /** What a request of HTTP/1 carries. */
  static Header of(RequestHead head) {
    boolean absolute = head.form() == RequestHead.Form.ABSOLUTE;
    if (head.version() == Version.HTTP_1_0) {
      return absolute ? HTTP_1_0_ABSOLUTE : HTTP_1_0;
    }
    return absolute ? HTTP_1_1_ABSOLUTE : HTTP_1_1;
  }

  /** What a response of HTTP/1 carries. */
  static Header of(Version version) {
    return version == Version.HTTP_1_0 ? HTTP_1_0 : HTTP_1_1;
  }

  /** The version that the line names, or null. */
  static @Nullable Version version(@Nullable Header line) {
    if (line == null) {
      return null;
    }
    String text = line.valueText();
    if (text.startsWith("HTTP/1.1")) {
      return Version.HTTP_1_1;
    }
    return text.startsWith("HTTP/1.0") ? Version.HTTP_1_0 : null;
  }

  static boolean isAbsolute(Header line) {
    return line.valueText().startsWith(ABSOLUTE, ABSOLUTE_AT);
  }
}
