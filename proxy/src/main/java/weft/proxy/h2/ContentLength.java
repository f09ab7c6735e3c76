package weft.proxy.h2;

/** A body's length as {@code content-length} tells it (RFC 9110, 8.6). */
final class ContentLength {
  private static final int MOST_DIGITS = 18;

  private ContentLength() {}

  /** The number, or -1 if it is none. */
  static long parse(byte[] digits) {
    if (digits.length == 0 || digits.length > MOST_DIGITS) {
      return -1;
    }
    long number = 0;
    for (byte digit : digits) {
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + digit - '0';
    }
    return number;
  }
}
