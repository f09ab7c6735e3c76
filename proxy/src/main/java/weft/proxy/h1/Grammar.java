package weft.proxy.h1;

import java.util.Arrays;

/** Which bytes may stand where (RFC 9110, 5.6; RFC 3986; RFC 9112, 3.2). */
final class Grammar {
  private static final byte TOKEN = 1;
  private static final byte VALUE = 2;
  private static final byte TARGET = 4;
  private static final byte HOST = 8;
  private static final byte[] CLASSES = classes();

  private Grammar() {}

  private static byte[] classes() {
    var classes = new byte[256];
    for (int c = 0; c < 256; c++) {
      boolean visible = c > ' ' && c < 0x7f;
      boolean alphanumeric = isAlphanumeric(c);
      boolean token = alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      boolean value = visible || c == ' ' || c == '\t' || c >= 0x80;
      boolean target = (visible && "#<>`".indexOf(c) < 0) || c >= 0x80;
      boolean host = alphanumeric || "-._~!$&'()*+,;=%".indexOf(c) >= 0;
      classes[c] =
          (byte)
              ((token ? TOKEN : 0)
                  | (value ? VALUE : 0)
                  | (target ? TARGET : 0)
                  | (host ? HOST : 0));
    }
    return classes;
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean all(byte[] a, int from, int to, byte wanted) {
    for (int i = from; i < to; i++) {
      if ((CLASSES[a[i] & 0xff] & wanted) == 0) {
        return false;
      }
    }
    return true;
  }

  /** A token, at least one byte long. */
  static boolean isToken(byte[] a, int from, int to) {
    return to > from && all(a, from, to, TOKEN);
  }

  static boolean isToken(int c) {
    return (CLASSES[c & 0xff] & TOKEN) != 0;
  }

  /** A field's value: visible, space, tab, and bytes from 0x80. */
  static boolean isValue(byte[] a, int from, int to) {
    return all(a, from, to, VALUE);
  }

  static boolean isValue(int c) {
    return (CLASSES[c & 0xff] & VALUE) != 0;
  }

  /** Path and query; looser than RFC 3986 where clients are. */
  static boolean isTarget(byte[] a, int from, int to) {
    return all(a, from, to, TARGET);
  }

  /** A URI's scheme. */
  static boolean isScheme(byte[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isAlphanumeric(a[i]) && "+-.".indexOf(a[i]) < 0) {
        return false;
      }
    }
    return to > from && !isDigit(a[from]);
  }

  /** Host and optional port, without user information; the host may be empty, as in RFC 3986. */
  static boolean isAuthority(byte[] a, int from, int to) {
    int end = hostEnd(a, from, to);
    return end >= 0 && (end == to || (a[end] == ':' && isPort(a, end + 1, to)));
  }

  /** Host and port, both there. */
  static boolean isHostAndPort(byte[] a, int from, int to) {
    int end = hostEnd(a, from, to);
    return end > from && end + 1 < to && a[end] == ':' && isPort(a, end + 1, to);
  }

  /** Where the host ends; -1 if it is none. */
  private static int hostEnd(byte[] a, int from, int to) {
    if (from < to && a[from] == '[') {
      int close = from + 1;
      while (close < to && (isHex(a[close]) || a[close] == ':' || a[close] == '.')) {
        close++;
      }
      return close > from + 2 && close < to && a[close] == ']' ? close + 1 : -1;
    }
    int end = from;
    while (end < to && (CLASSES[a[end] & 0xff] & HOST) != 0) {
      end++;
    }
    return end;
  }

  /** Digits up to 65535; may be empty. */
  private static boolean isPort(byte[] a, int from, int to) {
    int port = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(a[i])) {
        return false;
      }
      port = port * 10 + a[i] - '0';
      if (port > 65535) {
        return false;
      }
    }
    return true;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(int c) {
    return hexDigit(c) >= 0;
  }

  /** The value of a hexadecimal digit; -1 if it is none. */
  static int hexDigit(int c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  /** A number of digits only that fits 63 bits; -1 if it is none. */
  static long number(byte[] digits) {
    long number = 0;
    for (byte digit : digits) {
      if (!isDigit(digit) || number > (Long.MAX_VALUE - 9) / 10) {
        return -1;
      }
      number = number * 10 + digit - '0';
    }
    return digits.length == 0 ? -1 : number;
  }

  /** Equal but for the case of ASCII letters; {@code lower} is in lower case. */
  static boolean equalsIgnoringCase(byte[] a, int from, int to, byte[] lower) {
    if (to - from != lower.length) {
      return false;
    }
    for (int i = 0; i < lower.length; i++) {
      if (lowerCase(a[from + i]) != lower[i]) {
        return false;
      }
    }
    return true;
  }

  static byte lowerCase(byte c) {
    return c >= 'A' && c <= 'Z' ? (byte) (c + 0x20) : c;
  }

  /** A copy in lower case. */
  static byte[] lowerCase(byte[] a, int from, int to) {
    byte[] lower = Arrays.copyOfRange(a, from, to);
    for (int i = 0; i < lower.length; i++) {
      lower[i] = lowerCase(lower[i]);
    }
    return lower;
  }
}
