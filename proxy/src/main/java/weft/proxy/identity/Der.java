package weft.proxy.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the few ASN.1 values that a signing request has. Source: X.690, 8 and 10. */
final class Der {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int UTF8_STRING = 0x0c;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;
  static final int CONTEXT = 0x80;
  static final int CONSTRUCTED = 0x20;

  private Der() {}

  /** Tag, length and the parts one after the other. */
  static byte[] value(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    var out = new ByteArrayOutputStream(length + 4);
    out.write(tag);
    writeLength(out, length);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, parts);
  }

  static byte[] text(int tag, String text) {
    return value(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A bit string of whole bytes. */
  static byte[] bits(byte[] bytes) {
    return value(BIT_STRING, new byte[1], bytes);
  }

  /** An object identifier, by its numbers. */
  static byte[] oid(int first, int second, int... rest) {
    var out = new ByteArrayOutputStream();
    out.write(first * 40 + second);
    for (int number : rest) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (number >>> shift != 0) {
          out.write(0x80 | (number >>> shift & 0x7f));
        }
      }
      out.write(number & 0x7f);
    }
    return value(OID, out.toByteArray());
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length < 0x80) {
      out.write(length);
      return;
    }
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >> 8);
    } else {
      out.write(0x81);
    }
    out.write(length);
  }
}
