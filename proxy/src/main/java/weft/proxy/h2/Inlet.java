package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Headers;

/**
 * The receiving direction of a stream: passes bytes on under credit, and opens the peer's window
 * again as they are granted.
 *
 * <p>What is held, what was passed on and not granted again, and what the peer may still send are
 * together never more than the stream's window. A source of bytes in the sense of the exchange
 * model: a grant from inside a call only adds, the running loop serves it.
 */
final class Inlet {
  private final Stream stream;
  private int initialWindow;

  /** What the peer may still send. */
  private int window;

  /** Bytes whose window is to be returned, kept until an update is worth its frame. */
  private int owed;

  private int credit;
  private boolean granted;

  /** Bytes passed on and not granted again. */
  private int outstanding;

  private @Nullable ArrayDeque<ByteBuf> held;
  private int heldBytes;

  /** Bytes that {@code content-length} says are still to come; -1 if it says nothing. */
  private long missing = -1;

  private boolean ended;

  /** Nobody wants what is still to come, though its end is passed on. */
  private boolean cut;

  private boolean over;
  private boolean feeding;
  private @Nullable Headers trailers;

  Inlet(Stream stream) {
    this.stream = stream;
  }

  void opens(int window) {
    this.initialWindow = window;
    this.window = window;
  }

  /** So many bytes must come until the end; -1: any number. */
  void expects(long bytes) {
    missing = bytes;
  }

  /** The peer has sent the end. */
  boolean hasEnded() {
    return ended;
  }

  /** The end was passed on, or nothing more will be. */
  boolean isOver() {
    return over;
  }

  /** A DATA frame begins; takes it from the window. */
  void begins(int payload) throws H2Fault {
    if (ended) {
      throw fault(
          ErrorCode.STREAM_CLOSED, "DATA must not follow the end of a stream (RFC 9113, 5.1)");
    }
    if (payload > window) {
      throw fault(
          ErrorCode.FLOW_CONTROL_ERROR,
          "DATA must fit the stream's window (RFC 9113, 6.9): " + payload + " > " + window);
    }
    window -= payload;
  }

  private H2Fault fault(ErrorCode code, String rule) {
    return H2Fault.stream(stream.id(), code, rule);
  }

  void padding(int octets) {
    returnWindow(octets);
  }

  /** A part of the body; ownership is given. */
  void data(ByteBuf part, boolean last) throws H2Fault {
    try {
      count(part.readableBytes(), last);
    } catch (H2Fault wrongLength) {
      discard(part);
      throw wrongLength;
    }
    if (last) {
      ended = true;
      stream.inputEnded();
    }
    if (over || cut) {
      discard(part);
    } else {
      hold(part);
      feed();
    }
  }

  private void discard(ByteBuf part) {
    stream.connection.input.left(part.readableBytes());
    part.release();
  }

  private void count(int bytes, boolean last) throws H2Fault {
    if (missing < 0) {
      return;
    }
    missing -= bytes;
    if (missing < 0 || (last && missing > 0)) {
      missing = -1;
      throw fault(
          ErrorCode.PROTOCOL_ERROR,
          "a body must be as long as content-length says (RFC 9113, 8.1.1)");
    }
  }

  private void hold(ByteBuf part) {
    if (!part.isReadable()) {
      part.release();
      return;
    }
    if (held == null) {
      held = new ArrayDeque<>(4);
    }
    held.add(part);
    heldBytes += part.readableBytes();
  }

  /** The end came with the head. */
  void endsWithHead() {
    ended = true;
    over = true;
    stream.inputEnded();
  }

  /** The end came without bytes, perhaps with trailers. */
  void ends(@Nullable Headers trailers) throws H2Fault {
    count(0, true);
    this.trailers = trailers;
    ended = true;
    stream.inputEnded();
    feed();
  }

  /** Asks for more, because as many bytes have left, or to begin with. */
  void grant(int bytes) {
    if (over) {
      return;
    }
    granted = true;
    credit = (int) Math.min(Integer.MAX_VALUE, (long) credit + bytes);
    int left = Math.min(bytes, outstanding);
    outstanding -= left;
    stream.connection.input.left(left);
    returnWindow(left);
    feed();
  }

  private void returnWindow(int bytes) {
    owed += bytes;
    if (!ended && !over && owed > 0 && owed >= initialWindow / 2) {
      window += owed;
      stream.connection.writer.windowUpdate(stream.id(), owed);
      owed = 0;
    }
  }

  private void feed() {
    if (feeding) {
      return;
    }
    feeding = true;
    var queue = held;
    while (!over && credit > 0 && queue != null && !queue.isEmpty()) {
      var part = queue.remove();
      pass(part, ended && trailers == null && queue.isEmpty());
    }
    if (!over && (ended || cut) && granted && heldBytes == 0) {
      passEnd();
    }
    feeding = false;
  }

  private void pass(ByteBuf part, boolean last) {
    int bytes = part.readableBytes();
    heldBytes -= bytes;
    credit -= bytes;
    outstanding += bytes;
    if (last) {
      finish();
    }
    stream.passData(part, last);
  }

  private void passEnd() {
    finish();
    if (trailers == null) {
      stream.passData(Frame.empty(), true);
    } else {
      stream.passTrailers(trailers);
    }
  }

  private void finish() {
    over = true;
    stream.connection.input.left(outstanding + heldBytes);
    outstanding = 0;
    heldBytes = 0;
  }

  /** Ends the direction in front of whatever may still come: only the end is passed on. */
  void cut() {
    missing = -1;
    if (!over) {
      cut = true;
      releaseHeld();
      feed();
    }
  }

  /** Passes nothing on any more. */
  void drop() {
    if (!over) {
      releaseHeld();
      finish();
    }
  }

  private void releaseHeld() {
    stream.connection.input.left(heldBytes);
    heldBytes = 0;
    if (held != null) {
      held.forEach(ByteBuf::release);
      held.clear();
    }
  }
}
