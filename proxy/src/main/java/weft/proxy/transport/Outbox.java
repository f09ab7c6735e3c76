package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What one connection wrote during a turn, and how much of earlier turns has not left.
 *
 * <p>Bounded by those who write: they do so under credit.
 */
final class Outbox {
  private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(4);
  private @Nullable ByteBuf gathering;
  private int underWay;
  private int unsent;

  /** The buffer that small writes gather in, with room for {@code bytes}. */
  ByteBuf room(ByteBufAllocator allocator, int first, int bytes) {
    ByteBuf buffer = gathering;
    if (buffer == null) {
      buffer = allocator.directBuffer(first);
      gathering = buffer;
    }
    return buffer.ensureWritable(bytes);
  }

  /** Puts a large piece behind what was gathered. */
  void add(ByteBuf piece) {
    settle();
    pieces.add(piece);
  }

  private void settle() {
    ByteBuf buffer = gathering;
    gathering = null;
    if (buffer == null) {
      return;
    }
    if (buffer.isReadable()) {
      pieces.add(buffer);
    } else {
      buffer.release();
    }
  }

  /** Hands everything to the channel in one flush; null if there was nothing. */
  @Nullable ChannelFuture flush(ChannelHandlerContext context) {
    settle();
    underWay = 0;
    ByteBuf last = pieces.pollLast();
    if (last == null) {
      return null;
    }
    for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
      underWay += piece.readableBytes();
      var _ = context.write(piece, context.voidPromise());
    }
    underWay += last.readableBytes();
    unsent += underWay;
    ChannelPromise promise = context.newPromise();
    return context.writeAndFlush(last, promise);
  }

  /** How many bytes the last flush handed over. */
  int underWay() {
    return underWay;
  }

  /** So many bytes were taken by the socket, or lost with it. */
  void left(int bytes) {
    unsent -= bytes;
  }

  /** Bytes written and not left. */
  int unsent() {
    int total = unsent;
    ByteBuf buffer = gathering;
    if (buffer != null) {
      total += buffer.readableBytes();
    }
    for (ByteBuf piece : pieces) {
      total += piece.readableBytes();
    }
    return total;
  }

  /** Releases what was not handed over. */
  void drop() {
    settle();
    for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
      piece.release();
    }
  }
}
