package weft.proxy.h2;

import java.util.ArrayDeque;
import weft.proxy.transport.Connection;

/**
 * Decides which stream's data is written next: one frame each in turn, while the peer's connection
 * window and the socket take more.
 *
 * <p>A stream that its own window stops is not in the list; it comes back with a WINDOW_UPDATE. So
 * a turn costs as much as it writes, and no stream starves.
 */
final class Sender {
  /** Data waits in its streams, where it can still be dropped, while this much has not left. */
  private static final int MOST_UNSENT = 128 << 10;

  /** One TLS record; also the largest frame that every peer takes. */
  private static final int FRAME = Frame.DEFAULT_MAX_SIZE;

  private final Connection connection;
  private final FrameWriter writer;
  private final Departures departures;
  private final ArrayDeque<Outlet> ready = new ArrayDeque<>();
  private int window = Frame.DEFAULT_WINDOW;
  private boolean pumping;
  private long dataFrames;

  Sender(Connection connection, FrameWriter writer) {
    this.connection = connection;
    this.writer = writer;
    this.departures = new Departures(writer.written() - connection.unsent());
  }

  /** Frames of data written so far. */
  long dataFrames() {
    return dataFrames;
  }

  /** A stream can send. */
  void offer(Outlet outlet) {
    ready.add(outlet);
    pump();
  }

  /** A stream wrote so many bytes of data, just now. */
  void wrote(Outlet outlet, int bytes) {
    dataFrames++;
    departures.add(outlet, bytes, writer.written());
  }

  void windowGrows(int by) throws H2Fault {
    if ((long) window + by > Integer.MAX_VALUE) {
      throw H2Fault.connection(
          ErrorCode.FLOW_CONTROL_ERROR,
          "the connection's window must be at most 2147483647 (RFC 9113, 6.9.1)");
    }
    window += by;
    pump();
  }

  /** The socket took bytes: grants them again to their streams, and writes on. */
  void sent(int bytes) {
    departures.left(bytes);
    pump();
  }

  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    while (window > 0 && !ready.isEmpty() && connection.unsent() < MOST_UNSENT) {
      var outlet = ready.remove();
      outlet.unlisted();
      if (outlet.canSend()) {
        window -= outlet.sendFrame(Math.min(window, FRAME));
      }
      if (outlet.canSend()) {
        outlet.listed();
        ready.add(outlet);
      }
    }
    pumping = false;
  }
}
