package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a connection receives into frames (RFC 9113, 4.1).
 *
 * <p>Frames are read in the loop's scratch array; a frame that is not whole yet waits in an array
 * of the connection. DATA does not wait: its parts are passed on as they come, as slices of what
 * was received. One connection, its loop only.
 */
final class FrameReader {
  private static final byte[] NONE = new byte[0];
  private static final int KEPT = 1024;

  private final FrameSink sink;
  private final FrameParser parser;
  private final int maxFrameSize;
  private final byte[] scratch;
  private final byte @Nullable [] preface;
  private int prefaceSeen;

  private byte[] carry = NONE;
  private int carried;

  private int length;
  private int type;
  private int flags;
  private int id;

  private boolean inData;
  private boolean awaitsPadLength;
  private int dataLeft;
  private int padLeft;

  /**
   * A reader into {@code sink}.
   *
   * @param preface what must come first, or null
   * @param scratch memory of the loop
   */
  FrameReader(FrameSink sink, H2Options options, byte @Nullable [] preface, byte[] scratch) {
    this.sink = sink;
    this.maxFrameSize = options.maxFrameSize();
    this.parser = new FrameParser(sink, options);
    this.preface = preface;
    this.scratch = scratch;
  }

  /** Something that must come whole has begun and is not whole: all but DATA. */
  boolean isUnderWay() {
    boolean inPreface = preface != null && prefaceSeen < preface.length;
    return inPreface || carried > 0 || parser.isInBlock();
  }

  /** Reads all of {@code in}, which stays the caller's. */
  void read(ByteBuf in) throws H2Fault {
    if (preface != null && prefaceSeen < preface.length && !readPreface(in, preface)) {
      return;
    }
    while (!sink.isOver()) {
      if (!(inData ? readData(in) : readFrame(in))) {
        return;
      }
    }
  }

  private boolean readPreface(ByteBuf in, byte[] expected) throws H2Fault {
    while (prefaceSeen < expected.length) {
      if (!in.isReadable()) {
        return false;
      }
      if (in.readByte() != expected[prefaceSeen++]) {
        throw H2Fault.connection(
            ErrorCode.PROTOCOL_ERROR, "a client must begin with the preface (RFC 9113, 3.4)");
      }
    }
    return true;
  }

  private boolean readFrame(ByteBuf in) throws H2Fault {
    if (carried > 0 || in.readableBytes() < Frame.HEADER) {
      return readCarried(in);
    }
    int at = in.readerIndex();
    begin(in.getUnsignedMedium(at), in.getByte(at + 3), in.getByte(at + 4), in.getInt(at + 5));
    if (type == Frame.DATA) {
      in.skipBytes(Frame.HEADER);
      return beginData();
    }
    if (in.readableBytes() - Frame.HEADER < length || length > scratch.length) {
      return readCarried(in);
    }
    in.skipBytes(Frame.HEADER);
    in.readBytes(scratch, 0, length);
    parser.frame(type, flags, id, scratch, 0, length);
    return true;
  }

  private boolean readCarried(ByteBuf in) throws H2Fault {
    if (!fill(in, Frame.HEADER)) {
      return false;
    }
    int lengthAndType = Frame.int32(carry, 0);
    begin(lengthAndType >>> 8, carry[3], carry[4], Frame.int32(carry, 5));
    if (type == Frame.DATA) {
      carried = 0;
      return beginData();
    }
    if (!fill(in, Frame.HEADER + length)) {
      return false;
    }
    carried = 0;
    parser.frame(type, flags, id, carry, Frame.HEADER, length);
    if (carry.length > KEPT) {
      carry = NONE;
    }
    return true;
  }

  /** Takes from {@code in} until {@code wanted} octets are carried; whether they are. */
  private boolean fill(ByteBuf in, int wanted) {
    int taken = Math.min(wanted - carried, in.readableBytes());
    if (taken > 0) {
      if (carry.length < carried + taken) {
        carry = Arrays.copyOf(carry, Math.min(wanted, Math.max(64, 2 * (carried + taken))));
      }
      in.readBytes(carry, carried, taken);
      carried += taken;
    }
    return carried >= wanted;
  }

  private void begin(int length, int type, int flags, int id) throws H2Fault {
    this.length = length;
    this.type = type & 0xff;
    this.flags = flags & 0xff;
    this.id = id & 0x7fff_ffff;
    if (length > maxFrameSize) {
      throw H2Fault.connection(
          ErrorCode.FRAME_SIZE_ERROR,
          "a frame must be at most " + maxFrameSize + " octets (RFC 9113, 4.2), got " + length);
    }
    parser.mayCome(this.type, this.id);
  }

  private boolean beginData() throws H2Fault {
    boolean padded = (flags & Frame.PADDED) != 0;
    if (id == 0) {
      throw H2Fault.connection(
          ErrorCode.PROTOCOL_ERROR, "DATA must be on a stream (RFC 9113, 6.1)");
    }
    if (padded && length == 0) {
      throw H2Fault.connection(
          ErrorCode.FRAME_SIZE_ERROR, "padded DATA must tell its padding (RFC 9113, 6.1)");
    }
    inData = true;
    dataLeft = length;
    padLeft = 0;
    awaitsPadLength = padded;
    sink.dataBegins(id, length, endsStream());
    if (!padded) {
      tellEmpty();
    }
    return true;
  }

  private boolean endsStream() {
    return (flags & Frame.END_STREAM) != 0;
  }

  private void tellEmpty() throws H2Fault {
    if (dataLeft == 0 && endsStream()) {
      sink.data(id, Frame.empty(), true);
    }
  }

  private boolean readData(ByteBuf in) throws H2Fault {
    if (awaitsPadLength) {
      if (!in.isReadable()) {
        return false;
      }
      readPadLength(in);
    }
    int part = Math.min(dataLeft, in.readableBytes());
    if (part > 0) {
      dataLeft -= part;
      sink.data(id, in.readRetainedSlice(part), dataLeft == 0 && endsStream());
    }
    int pad = Math.min(padLeft, in.readableBytes());
    if (dataLeft == 0) {
      in.skipBytes(pad);
      padLeft -= pad;
      inData = padLeft > 0;
    }
    return !inData;
  }

  private void readPadLength(ByteBuf in) throws H2Fault {
    padLeft = in.readUnsignedByte();
    awaitsPadLength = false;
    dataLeft -= 1 + padLeft;
    if (dataLeft < 0) {
      throw H2Fault.connection(
          ErrorCode.PROTOCOL_ERROR, "padding must be shorter than its frame (RFC 9113, 6.1)");
    }
    sink.padding(id, 1 + padLeft);
    tellEmpty();
  }
}
