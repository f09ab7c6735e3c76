package weft.proxy.h2;

import java.nio.charset.StandardCharsets;
import weft.proxy.h2.hpack.Block;

/**
 * Reads the payload of whole frames, all but DATA, and puts header blocks together (RFC 9113, 6).
 *
 * <p>A block is bounded in octets and in frames, so that CONTINUATION without end is cut off.
 */
final class FrameParser {
  private static final int NO_STREAM = -1;
  private static final int MOST_TEXT = 256;

  /** A block is never much longer than what it stands for. */
  private static final int BLOCK_OVERHEAD = 4096;

  private final FrameSink sink;
  private final int maxBlock;
  private final int maxContinuations;
  private boolean settingsCame;

  /** The stream of the block that is not whole yet, or 0. */
  private int blockId;

  private boolean blockLast;
  private int blockDependsOn;
  private int continuations;
  private final Block block = new Block(0);

  FrameParser(FrameSink sink, H2Options options) {
    this.sink = sink;
    this.maxBlock = options.maxHeaderListSize() + BLOCK_OVERHEAD;
    this.maxContinuations = 8 + maxBlock / Frame.DEFAULT_MAX_SIZE;
  }

  /** A header block began, and more of it is to come. */
  boolean isInBlock() {
    return blockId != 0;
  }

  /** Whether a frame of this type may come now, told by its header alone. */
  void mayCome(int type, int id) throws H2Fault {
    if (!settingsCame && type != Frame.SETTINGS) {
      throw broken("SETTINGS must be the first frame (RFC 9113, 3.4)");
    }
    if (blockId != 0 && (type != Frame.CONTINUATION || id != blockId)) {
      throw broken("a header block must not be interrupted (RFC 9113, 4.3)");
    }
  }

  /** Reads one frame; its payload is {@code length} octets from {@code at}. */
  void frame(int type, int flags, int id, byte[] octets, int at, int length) throws H2Fault {
    switch (type) {
      case Frame.HEADERS -> headers(flags, id, octets, at, length);
      case Frame.PRIORITY -> priority(id, octets, at, length);
      case Frame.RST_STREAM -> reset(id, octets, at, length);
      case Frame.SETTINGS -> settings(flags, id, octets, at, length);
      case Frame.PUSH_PROMISE ->
          throw broken("PUSH_PROMISE must not be sent: push is off (RFC 9113, 6.6)");
      case Frame.PING -> ping(flags, id, octets, at, length);
      case Frame.GOAWAY -> goAway(id, octets, at, length);
      case Frame.WINDOW_UPDATE -> windowUpdate(id, octets, at, length);
      case Frame.CONTINUATION -> continuation(flags, id, octets, at, length);
      default -> sink.unknown();
    }
  }

  private static H2Fault broken(String rule) {
    return H2Fault.connection(ErrorCode.PROTOCOL_ERROR, rule);
  }

  private static void mustBeOnStream(int id, String name) throws H2Fault {
    if (id == 0) {
      throw broken(name + " must be on a stream (RFC 9113, 6)");
    }
  }

  private static void mustBeOnConnection(int id, String name) throws H2Fault {
    if (id != 0) {
      throw broken(name + " must be on stream 0 (RFC 9113, 6)");
    }
  }

  private static void mustHave(int length, boolean ok, String rule) throws H2Fault {
    if (!ok) {
      throw H2Fault.connection(ErrorCode.FRAME_SIZE_ERROR, rule + ", got " + length);
    }
  }

  private void headers(int flags, int id, byte[] octets, int at, int length) throws H2Fault {
    mustBeOnStream(id, "HEADERS");
    int from = at;
    int end = at + length;
    int pad = 0;
    if ((flags & Frame.PADDED) != 0) {
      mustHave(length, length >= 1, "padded HEADERS must tell its padding (RFC 9113, 6.2)");
      pad = octets[from++] & 0xff;
    }
    int dependsOn = NO_STREAM;
    if ((flags & Frame.HAS_PRIORITY) != 0) {
      mustHave(length, end - from >= 5, "HEADERS must hold its priority (RFC 9113, 6.2)");
      dependsOn = Frame.int31(octets, from);
      from += 5;
    }
    if (pad > end - from) {
      throw broken("padding must be shorter than its frame (RFC 9113, 6.2)");
    }
    boolean last = (flags & Frame.END_STREAM) != 0;
    if ((flags & Frame.END_HEADERS) != 0) {
      sink.headers(id, octets, from, end - pad, last, dependsOn);
    } else {
      beginBlock(id, last, dependsOn);
      append(octets, from, end - pad - from);
    }
  }

  private void beginBlock(int id, boolean last, int dependsOn) {
    blockId = id;
    blockLast = last;
    blockDependsOn = dependsOn;
    continuations = 0;
  }

  private void append(byte[] octets, int from, int length) throws H2Fault {
    if (block.size() + length > maxBlock || continuations > maxContinuations) {
      throw H2Fault.connection(
          ErrorCode.ENHANCE_YOUR_CALM,
          "a header block must be at most "
              + maxBlock
              + " octets in "
              + maxContinuations
              + " CONTINUATION frames");
    }
    block.put(octets, from, length);
  }

  private void continuation(int flags, int id, byte[] octets, int at, int length) throws H2Fault {
    if (blockId == 0) {
      throw broken("CONTINUATION must follow HEADERS (RFC 9113, 6.10)");
    }
    continuations++;
    append(octets, at, length);
    if ((flags & Frame.END_HEADERS) != 0) {
      blockId = 0;
      try {
        sink.headers(id, block.octets(), 0, block.size(), blockLast, blockDependsOn);
      } finally {
        block.clear();
      }
    }
  }

  private void priority(int id, byte[] octets, int at, int length) throws H2Fault {
    mustBeOnStream(id, "PRIORITY");
    if (length != 5) {
      throw H2Fault.stream(
          id,
          ErrorCode.FRAME_SIZE_ERROR,
          "PRIORITY must have 5 octets (RFC 9113, 6.3), got " + length);
    }
    sink.priority(id, Frame.int31(octets, at));
  }

  private void reset(int id, byte[] octets, int at, int length) throws H2Fault {
    mustBeOnStream(id, "RST_STREAM");
    mustHave(length, length == 4, "RST_STREAM must have 4 octets (RFC 9113, 6.4)");
    sink.wasReset(id, Frame.int32(octets, at));
  }

  private void settings(int flags, int id, byte[] octets, int at, int length) throws H2Fault {
    mustBeOnConnection(id, "SETTINGS");
    boolean ack = (flags & Frame.ACK) != 0;
    mustHave(length, !ack || length == 0, "an acknowledgement must be empty (RFC 9113, 6.5)");
    mustHave(length, length % 6 == 0, "SETTINGS must have 6 octets each (RFC 9113, 6.5)");
    if (!ack) {
      settingsCame = true;
      sink.settings(octets, at, at + length);
    } else if (settingsCame) {
      sink.settingsAck();
    } else {
      throw broken("SETTINGS must be the first frame (RFC 9113, 3.4)");
    }
  }

  private void ping(int flags, int id, byte[] octets, int at, int length) throws H2Fault {
    mustBeOnConnection(id, "PING");
    mustHave(length, length == 8, "PING must have 8 octets (RFC 9113, 6.7)");
    if ((flags & Frame.ACK) != 0) {
      sink.pingAck(octets, at);
    } else {
      sink.ping(octets, at);
    }
  }

  private void goAway(int id, byte[] octets, int at, int length) throws H2Fault {
    mustBeOnConnection(id, "GOAWAY");
    mustHave(length, length >= 8, "GOAWAY must have 8 octets or more (RFC 9113, 6.8)");
    var text = new String(octets, at + 8, Math.min(MOST_TEXT, length - 8), StandardCharsets.UTF_8);
    sink.goAway(Frame.int31(octets, at), Frame.int32(octets, at + 4), text);
  }

  private void windowUpdate(int id, byte[] octets, int at, int length) throws H2Fault {
    mustHave(length, length == 4, "WINDOW_UPDATE must have 4 octets (RFC 9113, 6.9)");
    int increment = Frame.int31(octets, at);
    if (increment == 0) {
      var rule = "a window must be opened by more than 0 (RFC 9113, 6.9)";
      throw id == 0 ? broken(rule) : H2Fault.stream(id, ErrorCode.PROTOCOL_ERROR, rule);
    }
    sink.windowUpdate(id, increment);
  }
}
