package weft.bench.streams;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import weft.api.destination.Update;

/** Puts the messages of one stream together (gRPC over HTTP/2, length-prefixed). One thread. */
final class Messages {
  private static final int PREFIX = 5;

  private final ByteBuf bytes = Unpooled.buffer(64);

  /** Takes bytes of the stream, which stay the caller's. */
  void add(ByteBuf data) {
    bytes.writeBytes(data, data.readerIndex(), data.readableBytes());
  }

  /** The number of whole messages that have come since the last time. */
  int take() throws InvalidProtocolBufferException {
    int whole = 0;
    while (bytes.readableBytes() >= PREFIX
        && bytes.readableBytes() >= PREFIX + bytes.getInt(bytes.readerIndex() + 1)) {
      bytes.skipBytes(1);
      var message = new byte[bytes.readInt()];
      bytes.readBytes(message);
      requireUpdate(Update.parseFrom(message));
      whole++;
    }
    bytes.discardReadBytes();
    return whole;
  }

  private static void requireUpdate(Update update) throws InvalidProtocolBufferException {
    if (update.getUpdateCase() == Update.UpdateCase.UPDATE_NOT_SET) {
      throw new InvalidProtocolBufferException("an update without content");
    }
  }
}
