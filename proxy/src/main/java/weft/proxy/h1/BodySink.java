package weft.proxy.h1;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import weft.proxy.http.Headers;
import weft.proxy.transport.Connection;

/**
 * A body going out: frames pieces, and counts what has left, which may be granted again.
 *
 * <p>One for a connection, started anew for each message.
 */
final class BodySink {
  /** How the end is shown. */
  private enum Framing {
    NONE,
    LENGTH,
    CHUNKED,
    RAW
  }

  private static final byte[] CR_LF = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_CHUNK_LINE = 10;

  private final Connection connection;
  private final HeadWriter heads;
  private Framing framing = Framing.NONE;
  private long remaining;
  private int held;

  /** Trailers are written by {@code heads}. */
  BodySink(Connection connection, HeadWriter heads) {
    this.connection = connection;
    this.heads = heads;
  }

  /** No body may follow, as after HEAD: pieces are dropped. */
  void startNone() {
    start(Framing.NONE);
  }

  void startLength(long length) {
    start(Framing.LENGTH);
    remaining = length;
  }

  void startChunked() {
    start(Framing.CHUNKED);
  }

  /** Bytes as they are: a tunnel, or a body that the end of the connection ends. */
  void startRaw() {
    start(Framing.RAW);
  }

  private void start(Framing next) {
    framing = next;
    held = 0;
  }

  boolean isRaw() {
    return framing == Framing.RAW;
  }

  boolean drops() {
    return framing == Framing.NONE;
  }

  /** Whether the piece fits what the head announced; if not, it is released. */
  boolean write(ByteBuf data, boolean last) {
    int length = data.readableBytes();
    if (framing == Framing.LENGTH) {
      remaining -= length;
      if (remaining < 0 || (last && remaining > 0)) {
        data.release();
        return false;
      }
    }
    held += length;
    if (length == 0 || framing == Framing.NONE) {
      data.release();
    } else {
      writePiece(data, length);
    }
    if (last) {
      end();
    }
    return true;
  }

  private void writePiece(ByteBuf data, int length) {
    if (framing != Framing.CHUNKED) {
      connection.write(data);
      return;
    }
    writeSize(connection.output(MAX_CHUNK_LINE), length);
    connection.write(data);
    connection.output(CR_LF.length).writeBytes(CR_LF);
  }

  private static void writeSize(ByteBuf out, int length) {
    int shift = (31 - Integer.numberOfLeadingZeros(length)) & ~3;
    for (; shift >= 0; shift -= 4) {
      out.writeByte(Character.forDigit((length >>> shift) & 15, 16));
    }
    out.writeBytes(CR_LF);
  }

  private void end() {
    if (framing == Framing.CHUNKED) {
      connection.output(LAST_CHUNK.length).writeBytes(LAST_CHUNK);
    }
  }

  /** Ends with trailers; a body that is not chunked has no place for them. False as for a piece. */
  boolean writeTrailers(Headers trailers) {
    if (framing == Framing.CHUNKED) {
      heads.trailers(trailers);
    }
    return framing != Framing.LENGTH || remaining == 0;
  }

  /**
   * What to grant again, in bytes: body that was written and is not held by the connection any
   * more. What is unsent may be framing as well as body, so this never grants too much, and all of
   * it once nothing is unsent.
   */
  int left() {
    int left = Math.max(0, held - connection.unsent());
    held -= left;
    return left;
  }
}
