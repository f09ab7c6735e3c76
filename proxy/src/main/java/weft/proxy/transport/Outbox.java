package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What one connection wrote during a turn, and how much of earlier turns has not left.
 *
 * <p>Bounded by those who write: they do so under credit. Loop only.
 */
public final class Outbox {
  /** Copying this much costs less than a buffer of its own in the socket's vector. */
  private static final int COPIED = 1024;

  private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(4);
  private @Nullable ByteBuf gathering;
  private int underWay;
  private int unsent;

  /** The buffer that small writes gather in, with room for {@code bytes}. */
  public ByteBuf room(ByteBufAllocator allocator, int first, int bytes) {
    ByteBuf buffer = gathering;
    if (buffer == null) {
      buffer = allocator.directBuffer(first);
      gathering = buffer;
    }
    return buffer.ensureWritable(bytes);
  }

  /** Puts a piece behind what was gathered, uncopied if it is large; ownership is given. */
  public void add(ByteBuf piece, ByteBufAllocator allocator) {
    int bytes = piece.readableBytes();
    if (bytes > COPIED) {
      settle();
      pieces.add(piece);
    } else {
      room(allocator, COPIED, bytes).writeBytes(piece);
      piece.release();
    }
  }

  /** Gives the foremost piece away, for those who send it themselves; null if there is none. */
  public @Nullable ByteBuf take() {
    if (pieces.isEmpty()) {
      settle();
    }
    return pieces.poll();
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

  /**
   * Hands everything to the channel in one flush, encrypted where there is TLS; null if there was
   * nothing. Bytes are counted as the protocol wrote them.
   */
  @Nullable ChannelFuture flush(ChannelHandlerContext context, @Nullable Tls tls)
      throws SSLException {
    settle();
    underWay = waiting();
    if (tls != null) {
      tls.seal(pieces);
    }
    ByteBuf last = pieces.pollLast();
    if (last == null) {
      return null;
    }
    for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
      var _ = context.write(piece, context.voidPromise());
    }
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
  public int unsent() {
    ByteBuf buffer = gathering;
    return unsent + waiting() + (buffer == null ? 0 : buffer.readableBytes());
  }

  private int waiting() {
    int total = 0;
    for (ByteBuf piece : pieces) {
      total += piece.readableBytes();
    }
    return total;
  }

  /** Releases what was not handed over. */
  public void drop() {
    settle();
    for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
      piece.release();
    }
  }
}
