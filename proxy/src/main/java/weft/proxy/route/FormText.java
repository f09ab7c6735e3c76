package weft.proxy.route;

import java.nio.charset.StandardCharsets;

/**
 * Decodes the text of a form: {@code +} is a space, {@code %XX} a byte of UTF-8; a percent sign
 * that begins no byte stays. Pure. Source: WHATWG URL, 5.1.
 */
final class FormText {
  private FormText() {}

  /** Decodes the part of {@code text}, which has a char a byte. */
  static String decode(String text, int from, int end) {
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c == '%' || c == '+' || c > 127) {
        return decodeBytes(text, from, end);
      }
    }
    return text.substring(from, end);
  }

  private static String decodeBytes(String text, int from, int end) {
    var bytes = new byte[end - from];
    int length = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      int decoded = c == '%' && i + 2 < end ? octet(text, i + 1) : -1;
      if (decoded >= 0) {
        i += 2;
      }
      bytes[length++] = (byte) (decoded >= 0 ? decoded : c == '+' ? ' ' : c);
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static int octet(String text, int at) {
    int high = digit(text.charAt(at));
    int low = digit(text.charAt(at + 1));
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  /** Only of ASCII, unlike {@link Character#digit(char, int)}. */
  private static int digit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
