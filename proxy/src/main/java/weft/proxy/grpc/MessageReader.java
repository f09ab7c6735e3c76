package weft.proxy.grpc;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into messages: one byte that says whether it is compressed, four bytes of
 * length, the message.
 */
final class MessageReader {
  private static final int PREFIX = 5;

  private final int limit;
  private final byte[] prefix = new byte[PREFIX];
  private int prefixed;
  private byte @Nullable [] message;
  private int filled;

  /** Messages longer than {@code limit} bytes are refused. */
  MessageReader(int limit) {
    this.limit = limit;
  }

  /** Why a stream cannot be read on. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    final transient Status status;

    Refused(Status status) {
      super(status.message());
      this.status = status;
    }
  }

  /** The next message that is whole, taking bytes from {@code in}; null once it is used up. */
  byte @Nullable [] next(ByteBuf in) throws Refused {
    while (in.isReadable() || (message != null && filled == message.length)) {
      if (message == null) {
        readPrefix(in);
      } else if (readMessage(in, message)) {
        byte[] whole = message;
        message = null;
        prefixed = 0;
        return whole;
      }
    }
    return null;
  }

  /** Whether it stands between messages. */
  boolean isBetween() {
    return prefixed == 0;
  }

  private void readPrefix(ByteBuf in) throws Refused {
    int taken = Math.min(PREFIX - prefixed, in.readableBytes());
    in.readBytes(prefix, prefixed, taken);
    prefixed += taken;
    if (prefixed == PREFIX) {
      message = new byte[length()];
      filled = 0;
    }
  }

  private int length() throws Refused {
    if (prefix[0] != 0) {
      throw new Refused(
          new Status(Status.INTERNAL, "compressed message, but no compression was offered"));
    }
    long length =
        (prefix[1] & 0xffL) << 24
            | (prefix[2] & 0xff) << 16
            | (prefix[3] & 0xff) << 8
            | (prefix[4] & 0xff);
    if (length > limit) {
      throw new Refused(
          new Status(
              Status.RESOURCE_EXHAUSTED,
              "message of " + length + " bytes, the limit is " + limit + " bytes"));
    }
    return (int) length;
  }

  private boolean readMessage(ByteBuf in, byte[] into) {
    int taken = Math.min(into.length - filled, in.readableBytes());
    in.readBytes(into, filled, taken);
    filled += taken;
    return filled == into.length;
  }
}
