package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a request's body and trailers, as they pass, for further tries.
 *
 * <p>Holds {@code max} bytes at the most; a longer body is not kept at all, and then nothing can be
 * repeated. Copied, not retained, so that small pieces do not hold the reads they came in. Owns its
 * copy until {@link #forget}. Loop only. Source: docs/spec/outbound.md 14.5.
 */
final class ReplayBody {
  /** How much is given to a further try at once. */
  static final int PIECE = 16 << 10;

  private final int max;
  private @Nullable ByteBuf copy;
  private @Nullable Headers trailers;
  private boolean tooLong;
  private boolean whole;
  private boolean inHead;
  private boolean forgotten;

  ReplayBody(int max) {
    this.max = max;
  }

  /** The request begins. */
  void begin(boolean last) {
    whole = last;
    inHead = last;
  }

  /** Looks at a piece that goes on. */
  void keep(ByteBuf data, boolean last) {
    whole |= last;
    if (tooLong || forgotten || !data.isReadable()) {
      return;
    }
    if (length() + (long) data.readableBytes() > max) {
      tooLong = true;
      release();
      return;
    }
    ByteBuf kept = copy;
    if (kept == null) {
      kept = data.alloc().buffer(data.readableBytes(), max);
      copy = kept;
    }
    kept.writeBytes(data, data.readerIndex(), data.readableBytes());
  }

  void keep(Headers end) {
    whole = true;
    trailers = end.copy();
  }

  /** The request came whole. */
  boolean isWhole() {
    return whole;
  }

  boolean isTooLong() {
    return tooLong;
  }

  /** The request ends with its head. */
  boolean endsWithHead() {
    return inHead;
  }

  int length() {
    ByteBuf kept = copy;
    return kept == null ? 0 : kept.readableBytes();
  }

  /** So many bytes from {@code from} on; the caller's. */
  ByteBuf piece(int from, int bytes) {
    ByteBuf kept = copy;
    if (kept == null) {
      throw new IllegalStateException("nothing is kept");
    }
    return kept.retainedSlice(from, bytes);
  }

  /** A copy for one more try; null without trailers. */
  @Nullable Headers trailers() {
    return trailers == null ? null : trailers.copy();
  }

  boolean hasTrailers() {
    return trailers != null;
  }

  /** There will be no further try. */
  void forget() {
    forgotten = true;
    release();
  }

  private void release() {
    ByteBuf kept = copy;
    copy = null;
    if (kept != null) {
      kept.release();
    }
  }
}
