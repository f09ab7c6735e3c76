package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Headers;

/**
 * The sending direction of a stream: what waits for a window, and what the wire has taken since the
 * last grant.
 *
 * <p>Bounded by the credit it granted and one piece.
 */
final class Outlet {
  private final Stream stream;

  /** What the peer allows; negative after it made its windows smaller. */
  private int window;

  private @Nullable ArrayDeque<ByteBuf> queue;
  private int queued;
  private @Nullable Headers trailers;
  private boolean ending;
  private boolean over;
  private boolean listed;
  private int left;

  Outlet(Stream stream) {
    this.stream = stream;
  }

  void opens(int window) {
    this.window = window;
  }

  /** The end was written, or nothing more will be. */
  boolean isOver() {
    return over;
  }

  /** The end was given, though perhaps not written. */
  boolean isEnding() {
    return ending;
  }

  /** Takes a piece; ownership is given. */
  void data(ByteBuf data, boolean last) {
    if (ending || over) {
      data.release();
      return;
    }
    ending = last;
    enqueue(data);
    if (queued > 0) {
      offer();
    } else if (last) {
      writeEnd();
    }
  }

  private void enqueue(ByteBuf data) {
    if (!data.isReadable()) {
      data.release();
      return;
    }
    if (queue == null) {
      queue = new ArrayDeque<>(4);
    }
    queue.add(data);
    queued += data.readableBytes();
  }

  /** Ends with trailers. */
  void trailers(Headers last) {
    if (ending || over) {
      return;
    }
    ending = true;
    trailers = last;
    if (queued == 0) {
      writeEnd();
    }
  }

  /** The head was written, with the end. */
  void endedWithHead() {
    ending = true;
    over = true;
    stream.outputEnded();
  }

  private void writeEnd() {
    over = true;
    if (trailers == null) {
      stream.connection.writer.data(stream.id(), Frame.empty(), true);
    } else {
      stream.connection.heads.trailers(stream.id(), trailers);
    }
    stream.outputEnded();
  }

  private void offer() {
    if (!listed && canSend()) {
      listed = true;
      stream.connection.sender.offer(this);
    }
  }

  boolean canSend() {
    return queued > 0 && window > 0 && !over;
  }

  /** The scheduler took it from its list. */
  void unlisted() {
    listed = false;
  }

  /** The scheduler put it at its list's end. */
  void listed() {
    listed = true;
  }

  /** Writes one frame of at most {@code most} bytes; how many it has. Only if {@link #canSend}. */
  int sendFrame(int most) {
    var piece = take(Math.min(most, window));
    int bytes = piece.readableBytes();
    window -= bytes;
    queued -= bytes;
    boolean last = ending && queued == 0 && trailers == null;
    over = last;
    stream.connection.writer.data(stream.id(), piece, last);
    stream.connection.sender.wrote(this, bytes);
    if (last) {
      stream.outputEnded();
    } else if (ending && queued == 0) {
      writeEnd();
    }
    return bytes;
  }

  private ByteBuf take(int most) {
    var pieces = queue;
    if (pieces == null) {
      throw new IllegalStateException("nothing is queued");
    }
    var first = pieces.element();
    return first.readableBytes() <= most ? pieces.remove() : first.readRetainedSlice(most);
  }

  /** The peer opened the window, or changed what windows begin with. */
  void windowChanges(long by) throws H2Fault {
    long changed = window + by;
    if (changed > Integer.MAX_VALUE) {
      throw H2Fault.stream(
          stream.id(),
          ErrorCode.FLOW_CONTROL_ERROR,
          "a window must be at most 2147483647 (RFC 9113, 6.9.1), got " + changed);
    }
    window = (int) changed;
    offer();
  }

  /** Bytes have left; whether these are the first since the last grant. */
  boolean left(int bytes) {
    boolean first = left == 0;
    left += bytes;
    return first;
  }

  /** Grants again what has left. */
  void grantLeft() {
    int bytes = left;
    left = 0;
    if (!ending && !over) {
      stream.passGrant(bytes);
    }
  }

  /** Writes nothing any more. */
  void drop() {
    over = true;
    queued = 0;
    if (queue != null) {
      queue.forEach(ByteBuf::release);
      queue.clear();
    }
  }
}
