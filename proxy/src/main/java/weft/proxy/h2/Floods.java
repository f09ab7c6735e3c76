package weft.proxy.h2;

import weft.proxy.stack.Timers;

/**
 * Counts what costs a peer nothing and us something, and says when it is enough.
 *
 * <p>Each bound is far from what any honest peer does. Sources: CVE-2019-9511 to 9518,
 * CVE-2023-44487 (rapid reset), CVE-2025-8671 (making us reset), docs/spec/inbound.md 9.2.
 */
final class Floods {
  private static final long WINDOW_NANOS = 1_000_000_000L;
  private static final int CONTROL_FRAMES = 2_000;
  private static final int RESETS = 10_000;
  private static final int LOCAL_RESETS = 500;
  private static final int EMPTY_FRAMES = 64;
  private static final int UPDATES = 20_000;

  private final Timers timers;
  private final int maxPendingResets;
  private long windowBegan;
  private int control;
  private int resets;
  private int localResets;
  private int empty;
  private int updates;
  private long dataFramesSeen;
  private int pendingResets;

  Floods(Timers timers, int maxPendingResets) {
    this.timers = timers;
    this.maxPendingResets = maxPendingResets;
    this.windowBegan = timers.nanoTime();
  }

  private static void check(int count, int limit, String what) throws H2Fault {
    if (count > limit) {
      throw H2Fault.connection(ErrorCode.ENHANCE_YOUR_CALM, what + " must be at most " + limit);
    }
  }

  private void slide() {
    long now = timers.nanoTime();
    if (now - windowBegan >= WINDOW_NANOS) {
      windowBegan = now;
      control = 0;
      resets = 0;
      localResets = 0;
    }
  }

  /** A frame that carries nothing for a stream: PING, SETTINGS, PRIORITY, unknown. */
  void control() throws H2Fault {
    slide();
    check(++control, CONTROL_FRAMES, "frames that carry nothing, a second,");
  }

  /** A RST_STREAM. */
  void reset() throws H2Fault {
    slide();
    check(++resets, RESETS, "RST_STREAM frames, a second,");
  }

  /** We reset a stream because of what the peer did. */
  void localReset() throws H2Fault {
    slide();
    check(++localResets, LOCAL_RESETS, "streams that had to be reset, a second,");
  }

  /** A DATA frame without an end; those with bytes make up for those without. */
  void data(int payload) throws H2Fault {
    empty = payload > 0 ? 0 : empty + 1;
    check(empty, EMPTY_FRAMES, "empty DATA frames in a row");
  }

  /** A WINDOW_UPDATE; data that we sent makes up for it. */
  void update(long dataFrames) throws H2Fault {
    updates = dataFrames == dataFramesSeen ? updates + 1 : 0;
    dataFramesSeen = dataFrames;
    check(updates, UPDATES, "WINDOW_UPDATE frames without data between them");
  }

  /** A stream was reset by the peer in the same turn of the loop in which it was opened. */
  void rapidReset() throws H2Fault {
    check(++pendingResets, maxPendingResets, "streams opened and reset at once");
  }

  void turnEnded() {
    pendingResets = 0;
  }
}
