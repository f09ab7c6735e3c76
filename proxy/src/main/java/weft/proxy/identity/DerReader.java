package weft.proxy.identity;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;

/**
 * Reads ASN.1 values one after the other, each within the bounds of the one around it. Source:
 * X.690; definite lengths only.
 */
final class DerReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  DerReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private DerReader(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  /** The tag of the next value, which is not consumed. */
  int tag() throws CertificateException {
    if (at >= end) {
      throw new CertificateException("DER: a value is missing");
    }
    return bytes[at] & 0xff;
  }

  /** The content of the next value, whatever its tag. */
  DerReader next() throws CertificateException {
    tag();
    at++;
    int length = length();
    if (length < 0 || length > end - at) {
      throw new CertificateException("DER: a value is longer than the one around it");
    }
    at += length;
    return new DerReader(bytes, at - length, at);
  }

  /** The content of the next value, which must have this tag. */
  DerReader next(int tag) throws CertificateException {
    if (tag() != tag) {
      throw new CertificateException("DER: tag " + tag() + " where " + tag + " belongs");
    }
    return next();
  }

  /** What is left, as text; a byte outside ASCII becomes a character that no name has. */
  String text() {
    return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
  }

  private int length() throws CertificateException {
    int first = octet();
    if (first < 0x80) {
      return first;
    }
    if (first == 0x80 || first > 0x83) {
      throw new CertificateException("DER: length of " + (first & 0x7f) + " bytes");
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | octet();
    }
    return length;
  }

  private int octet() throws CertificateException {
    if (at >= end) {
      throw new CertificateException("DER: the length is cut off");
    }
    return bytes[at++] & 0xff;
  }
}
