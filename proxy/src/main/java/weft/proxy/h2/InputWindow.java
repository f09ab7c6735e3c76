package weft.proxy.h2;

/**
 * What the peer may send on all streams together.
 *
 * <p>Returned as bytes come, so that a slow stream stops only itself; while the process holds more
 * than its budget, only as they leave.
 */
final class InputWindow {
  private final FrameWriter writer;
  private final Budget budget;
  private final int size;
  private int window;
  private int owed;

  /** Bytes that came, have not left, and whose window was not returned. */
  private int withheld;

  InputWindow(FrameWriter writer, Budget budget, int size) {
    this.writer = writer;
    this.budget = budget;
    this.size = Math.max(size, Frame.DEFAULT_WINDOW);
    this.window = this.size;
  }

  /** Tells the peer, with the first frames. */
  void announce() {
    if (size > Frame.DEFAULT_WINDOW) {
      writer.windowUpdate(0, size - Frame.DEFAULT_WINDOW);
    }
  }

  /** A DATA frame begins. */
  void begins(int payload) throws H2Fault {
    if (payload > window) {
      throw H2Fault.connection(
          ErrorCode.FLOW_CONTROL_ERROR,
          "DATA must fit the connection's window (RFC 9113, 6.9): " + payload + " > " + window);
    }
    window -= payload;
  }

  /** Bytes of a body came. */
  void came(int bytes) {
    if (bytes > 0 && budget.hold(bytes)) {
      giveBack(bytes);
    } else {
      withheld += bytes;
    }
  }

  /** Bytes of a body left, or were dropped. */
  void left(int bytes) {
    if (bytes > 0) {
      budget.release(bytes);
      int due = Math.min(bytes, withheld);
      withheld -= due;
      giveBack(due);
    }
  }

  /** Octets that nobody holds: padding. */
  void giveBack(int octets) {
    owed += octets;
    if (owed >= size / 2) {
      window += owed;
      writer.windowUpdate(0, owed);
      owed = 0;
    }
  }
}
