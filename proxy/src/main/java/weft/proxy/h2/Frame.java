package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** The numbers of frames: types, flags, settings, sizes (RFC 9113, 4, 6 and 11). */
final class Frame {
  static final int HEADER = 9;
  static final int DEFAULT_MAX_SIZE = 16_384;
  static final int LARGEST_MAX_SIZE = (1 << 24) - 1;
  static final int DEFAULT_WINDOW = 65_535;
  static final int LARGEST_ID = Integer.MAX_VALUE;

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int ACK = 0x1;
  static final int END_STREAM = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int HAS_PRIORITY = 0x20;

  static final int HEADER_TABLE_SIZE = 1;
  static final int ENABLE_PUSH = 2;
  static final int MAX_CONCURRENT_STREAMS = 3;
  static final int INITIAL_WINDOW_SIZE = 4;
  static final int MAX_FRAME_SIZE = 5;
  static final int MAX_HEADER_LIST_SIZE = 6;
  static final int ENABLE_CONNECT_PROTOCOL = 8;

  /** What a client says first (RFC 9113, 3.4). */
  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private Frame() {}

  static byte[] preface() {
    return PREFACE.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A piece of no bytes; may be given away and released like any. */
  static ByteBuf empty() {
    return Unpooled.EMPTY_BUFFER;
  }

  static int int31(byte[] octets, int at) {
    return int32(octets, at) & 0x7fff_ffff;
  }

  static int int32(byte[] octets, int at) {
    return octets[at] << 24
        | (octets[at + 1] & 0xff) << 16
        | (octets[at + 2] & 0xff) << 8
        | (octets[at + 3] & 0xff);
  }

  static int int16(byte[] octets, int at) {
    return (octets[at] & 0xff) << 8 | (octets[at + 1] & 0xff);
  }
}
