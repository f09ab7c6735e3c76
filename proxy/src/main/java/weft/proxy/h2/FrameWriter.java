package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import weft.proxy.h2.hpack.Block;
import weft.proxy.transport.Connection;

/**
 * Writes frames to a connection, and counts octets, so that what has left can be told from what has
 * not. On a connection that is closing it writes nothing.
 */
final class FrameWriter {
  private static final int MOST_TEXT = 512;

  private final Connection connection;
  private long written;

  /** A writer behind {@code connection.unsent()} octets that others wrote. */
  FrameWriter(Connection connection) {
    this.connection = connection;
    this.written = connection.unsent();
  }

  /**
   * Octets written since the beginning, those of an earlier protocol that had not left included.
   */
  long written() {
    return written;
  }

  /** A buffer with room for a whole frame, its header written. */
  private ByteBuf frame(int type, int flags, int id, int length) {
    return begin(type, flags, id, length, length);
  }

  private ByteBuf begin(int type, int flags, int id, int length, int room) {
    written += Frame.HEADER + room;
    return connection
        .output(Frame.HEADER + room)
        .writeInt(length << 8 | type)
        .writeByte(flags)
        .writeInt(id);
  }

  private boolean isShut() {
    return !connection.isOpen();
  }

  void preface() {
    if (isShut()) {
      return;
    }
    byte[] preface = Frame.preface();
    written += preface.length;
    connection.output(preface.length).writeBytes(preface);
  }

  /** Alternately identifiers and values. */
  void settings(int... pairs) {
    if (isShut()) {
      return;
    }
    var out = frame(Frame.SETTINGS, 0, 0, pairs.length * 3);
    for (int i = 0; i < pairs.length; i += 2) {
      out.writeShort(pairs[i]).writeInt(pairs[i + 1]);
    }
  }

  void settingsAck() {
    if (isShut()) {
      return;
    }
    frame(Frame.SETTINGS, Frame.ACK, 0, 0);
  }

  /** A header block, in as many frames as it takes. */
  void headers(int id, Block block, boolean last) {
    if (isShut()) {
      return;
    }
    int at = 0;
    int type = Frame.HEADERS;
    int flags = last ? Frame.END_STREAM : 0;
    do {
      int length = Math.min(block.size() - at, Frame.DEFAULT_MAX_SIZE);
      boolean whole = at + length == block.size();
      frame(type, whole ? flags | Frame.END_HEADERS : flags, id, length)
          .writeBytes(block.octets(), at, length);
      at += length;
      type = Frame.CONTINUATION;
      flags = 0;
    } while (at < block.size());
  }

  /** A frame of data; ownership is given. */
  void data(int id, ByteBuf data, boolean last) {
    if (isShut()) {
      data.release();
      return;
    }
    int length = data.readableBytes();
    begin(Frame.DATA, last ? Frame.END_STREAM : 0, id, length, 0);
    if (length == 0) {
      data.release();
    } else {
      written += length;
      connection.write(data);
    }
  }

  void reset(int id, int code) {
    if (isShut()) {
      return;
    }
    frame(Frame.RST_STREAM, 0, id, 4).writeInt(code);
  }

  void ping(long payload) {
    if (isShut()) {
      return;
    }
    frame(Frame.PING, 0, 0, 8).writeLong(payload);
  }

  void pingAck(byte[] octets, int from) {
    if (isShut()) {
      return;
    }
    frame(Frame.PING, Frame.ACK, 0, 8).writeBytes(octets, from, 8);
  }

  void goAway(int lastId, ErrorCode code, String text) {
    if (isShut()) {
      return;
    }
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(octets.length, MOST_TEXT);
    frame(Frame.GOAWAY, 0, 0, 8 + length)
        .writeInt(lastId)
        .writeInt(code.code())
        .writeBytes(octets, 0, length);
  }

  void windowUpdate(int id, int octets) {
    if (isShut()) {
      return;
    }
    frame(Frame.WINDOW_UPDATE, 0, id, 4).writeInt(octets);
  }
}
