package weft.proxy.h1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What was read from a connection and not consumed.
 *
 * <p>Usually one read, which is handed on whole or in slices. Only what meets a rest (the first
 * part of a line, a body without credit) is put together with it by copying. Owns its bytes.
 */
final class Input {
  private @Nullable ByteBuf bytes;
  private boolean ended;

  /** Takes a read; ownership is given. */
  void add(ByteBuf more, ByteBufAllocator allocator) {
    ByteBuf rest = bytes;
    if (rest == null || !rest.isReadable()) {
      release();
      bytes = more;
      return;
    }
    bytes = joined(rest, more, allocator);
    more.release();
  }

  /** Grows by doubling, so that what comes in crumbs is copied a few times only. */
  private static ByteBuf joined(ByteBuf rest, ByteBuf more, ByteBufAllocator allocator) {
    int size = rest.readableBytes() + more.readableBytes();
    boolean ours = rest.refCnt() == 1 && !rest.isReadOnly() && rest.unwrap() == null;
    if (ours && rest.maxFastWritableBytes() >= more.readableBytes()) {
      return rest.writeBytes(more);
    }
    ByteBuf joined = allocator.buffer(size * 2).writeBytes(rest).writeBytes(more);
    rest.release();
    return joined;
  }

  int readable() {
    return bytes == null ? 0 : bytes.readableBytes();
  }

  boolean isEmpty() {
    return readable() == 0;
  }

  /** The peer sends no more; what was read before is still here. */
  void end() {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }

  /** Everything was consumed, and nothing more comes. */
  boolean isExhausted() {
    return ended && isEmpty();
  }

  /** Copies the next {@code length} bytes, which stay. */
  void peek(byte[] into, int length) {
    held().getBytes(held().readerIndex(), into, 0, length);
  }

  boolean startsWithCrLf() {
    ByteBuf all = bytes;
    return all != null
        && all.readableBytes() >= 2
        && all.getByte(all.readerIndex()) == '\r'
        && all.getByte(all.readerIndex() + 1) == '\n';
  }

  void skip(int length) {
    held().skipBytes(length);
    releaseIfEmpty();
  }

  byte next() {
    byte next = held().readByte();
    releaseIfEmpty();
    return next;
  }

  /** The next {@code length} bytes, at least one; the read itself if it is all of it. */
  ByteBuf take(int length) {
    ByteBuf all = held();
    if (length == all.readableBytes()) {
      bytes = null;
      return all;
    }
    return all.readRetainedSlice(length);
  }

  /** Everything that is left, if anything. */
  @Nullable ByteBuf takeAll() {
    ByteBuf all = bytes;
    bytes = null;
    return all;
  }

  void release() {
    ByteBuf all = takeAll();
    if (all != null) {
      all.release();
    }
  }

  private void releaseIfEmpty() {
    if (!held().isReadable()) {
      release();
    }
  }

  private ByteBuf held() {
    if (bytes == null) {
      throw new IllegalStateException("nothing was read");
    }
    return bytes;
  }
}
