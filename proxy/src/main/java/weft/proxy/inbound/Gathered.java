package weft.proxy.inbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Bytes of a connection that are not consumed yet, in one buffer. Bounded by who adds. */
final class Gathered {
  private @Nullable ByteBuf bytes;

  /** Adds a read, which is given away; the result stays owned here. */
  ByteBuf add(ByteBuf read, ByteBufAllocator allocator) {
    ByteBuf all = bytes;
    if (all == null) {
      bytes = read;
      return read;
    }
    if (all.writableBytes() < read.readableBytes()) {
      ByteBuf larger = allocator.directBuffer(all.readableBytes() + read.readableBytes() + 1024);
      larger.writeBytes(all);
      all.release();
      all = larger;
      bytes = larger;
    }
    all.writeBytes(read);
    read.release();
    return all;
  }

  /** Gives them away; null if there are none. */
  @Nullable ByteBuf take() {
    ByteBuf all = bytes;
    bytes = null;
    return all;
  }

  void release() {
    ByteBuf all = take();
    if (all != null) {
      all.release();
    }
  }
}
