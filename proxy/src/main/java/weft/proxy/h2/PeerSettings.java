package weft.proxy.h2;

import weft.proxy.h2.hpack.HpackEncoder;

/** What the peer said of itself (RFC 9113, 6.5.2; RFC 8441, 3). */
final class PeerSettings {
  /** What a client may open before it knows better. */
  private static final int FIRST_STREAMS = 100;

  private final boolean peerIsServer;
  private int initialWindow = Frame.DEFAULT_WINDOW;
  private int maxStreams = FIRST_STREAMS;
  private boolean extendedConnect;
  private boolean writtenNames;

  PeerSettings(boolean peerIsServer) {
    this.peerIsServer = peerIsServer;
  }

  /** What its streams' windows begin with. */
  int initialWindow() {
    return initialWindow;
  }

  /** Streams that it takes at a time. */
  int maxStreams() {
    return maxStreams;
  }

  boolean extendedConnect() {
    return extendedConnect;
  }

  /** It is one of us, and takes the case of names. */
  boolean writtenNames() {
    return writtenNames;
  }

  /** It said something, perhaps nothing about its streams: then there is no bound. */
  void first() {
    maxStreams = Integer.MAX_VALUE;
  }

  /** Takes one setting; others than these are ignored. */
  void take(int setting, int value, HpackEncoder encoder) throws H2Fault {
    switch (setting) {
      case Frame.HEADER_TABLE_SIZE -> encoder.limit(value < 0 ? Integer.MAX_VALUE : value);
      case Frame.ENABLE_PUSH -> push(value);
      case Frame.MAX_CONCURRENT_STREAMS -> maxStreams = value < 0 ? Integer.MAX_VALUE : value;
      case Frame.INITIAL_WINDOW_SIZE -> window(value);
      case Frame.MAX_FRAME_SIZE -> frameSize(value);
      case Frame.ENABLE_CONNECT_PROTOCOL -> connect(value);
      case WrittenNames.SETTING -> writtenNames = value == 1;
      default -> {}
    }
  }

  private void push(int value) throws H2Fault {
    if (value != 0 && (value != 1 || peerIsServer)) {
      throw wrong("ENABLE_PUSH must be 0, or 1 of a client", value);
    }
  }

  private void window(int value) throws H2Fault {
    if (value < 0) {
      throw H2Fault.connection(
          ErrorCode.FLOW_CONTROL_ERROR,
          "INITIAL_WINDOW_SIZE must be at most 2147483647 (RFC 9113, 6.5.2), got "
              + Integer.toUnsignedString(value));
    }
    initialWindow = value;
  }

  private void frameSize(int value) throws H2Fault {
    if (value < Frame.DEFAULT_MAX_SIZE || value > Frame.LARGEST_MAX_SIZE) {
      throw wrong("MAX_FRAME_SIZE must be from 16384 to 16777215", value);
    }
  }

  private void connect(int value) throws H2Fault {
    if (value != 1 && (value != 0 || extendedConnect)) {
      throw wrong("ENABLE_CONNECT_PROTOCOL must be 0 or 1, and 1 for good (RFC 8441, 3)", value);
    }
    extendedConnect = value == 1;
  }

  private static H2Fault wrong(String rule, int value) {
    return H2Fault.connection(
        ErrorCode.PROTOCOL_ERROR,
        rule + " (RFC 9113, 6.5.2), got " + Integer.toUnsignedString(value));
  }
}
