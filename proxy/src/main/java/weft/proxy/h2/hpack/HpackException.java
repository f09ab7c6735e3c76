package weft.proxy.h2.hpack;

/**
 * A header block that cannot be decoded: after it the tables of both ends differ, so that the
 * connection must end (RFC 7541, 2.1; RFC 9113, 4.3).
 */
public final class HpackException extends Exception {
  HpackException(String rule) {
    super(rule, null, false, false);
  }
}
