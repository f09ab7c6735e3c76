package weft.proxy.h2.hpack;

import weft.proxy.http.HeaderName;

/** Which octets names and values may have (RFC 9113, 8.2.1; RFC 9110, 5.1 and 5.5). */
public final class FieldRules {
  private static final boolean[] IN_NAME = new boolean[256];

  static {
    String marks = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz";
    for (int i = 0; i < marks.length(); i++) {
      IN_NAME[marks.charAt(i)] = true;
    }
  }

  private FieldRules() {}

  /** A token in lower case; a pseudo-header's name has a colon in front of one. */
  static boolean isName(HeaderName name) {
    byte[] octets = name.bytes();
    int first = name.kind() == HeaderName.Kind.PSEUDO ? 1 : 0;
    for (int i = first; i < octets.length; i++) {
      if (!IN_NAME[octets[i] & 0xff]) {
        return false;
      }
    }
    return octets.length > first;
  }

  /** No control character but the tab, and no white space at its ends. */
  public static boolean isValue(byte[] value) {
    for (byte octet : value) {
      if ((octet >= 0 && octet < ' ' && octet != '\t') || octet == 0x7f) {
        return false;
      }
    }
    return value.length == 0 || !(isSpace(value[0]) || isSpace(value[value.length - 1]));
  }

  private static boolean isSpace(byte octet) {
    return octet == ' ' || octet == '\t';
  }
}
