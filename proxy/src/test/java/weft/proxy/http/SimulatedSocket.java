package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The two directions of a connection, as a codec under the credit rules uses them. */
final class SimulatedSocket {
  /** What a peer may send before we took it. */
  static final int WINDOW = 64 << 10;

  /** What a codec grants at first. */
  static final int CREDIT = 32 << 10;

  /** The longest piece. */
  static final int FRAME = 16 << 10;

  private SimulatedSocket() {}

  /** Every buffer of a run, to be counted at its end. */
  static final class Buffers {
    private final List<ByteBuf> all = new ArrayList<>();

    ByteBuf piece(int bytes) {
      ByteBuf piece = Unpooled.buffer(Math.max(1, bytes)).writerIndex(bytes);
      all.add(piece);
      return piece;
    }

    void allReleased() {
      assertThat(all).as("buffers").allMatch(piece -> piece.refCnt() == 0);
    }
  }

  /** What arrived and nobody has granted yet; gives it on under credit. */
  abstract static class Inlet {
    private final Buffers buffers;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>();
    private int heldBytes;
    private int credit;
    private int outstanding;
    private int peerWindow = WINDOW;
    private boolean lastArrived;
    private boolean draining;
    private boolean closed;
    private int given;

    Inlet(Buffers buffers) {
      this.buffers = buffers;
    }

    abstract void give(ByteBuf piece, boolean last);

    boolean isOpen() {
      return !closed && !lastArrived;
    }

    boolean isEmpty() {
      return held.isEmpty();
    }

    int given() {
      return given;
    }

    /** The end came without bytes of its own: with a head, or as trailers. */
    void end() {
      lastArrived = true;
    }

    void arrive(Random random) {
      int bytes = Math.min(random.nextInt(FRAME + 1), peerWindow);
      boolean last = random.nextInt(8) == 0;
      if (isOpen() && (bytes > 0 || last)) {
        arrive(bytes, last);
      }
    }

    void arrive(int bytes, boolean last) {
      peerWindow -= bytes;
      heldBytes += bytes;
      lastArrived = last;
      held.add(buffers.piece(bytes));
      drain();
      assertThat(heldBytes + outstanding).as("bytes held").isLessThanOrEqualTo(WINDOW);
    }

    void grant(int bytes) {
      int left = Math.min(bytes, outstanding);
      outstanding -= left;
      peerWindow += left;
      credit += bytes;
      drain();
    }

    private void drain() {
      if (draining) {
        return;
      }
      draining = true;
      while (!closed && credit > 0 && !held.isEmpty()) {
        ByteBuf piece = held.remove();
        int bytes = piece.readableBytes();
        heldBytes -= bytes;
        credit -= bytes;
        outstanding += bytes;
        given += bytes;
        give(piece, lastArrived && held.isEmpty());
      }
      draining = false;
    }

    void close() {
      closed = true;
      held.forEach(ByteBuf::release);
      held.clear();
    }
  }

  /** A bounded send buffer: takes what it is given, lets it leave at random. */
  static final class Outlet {
    private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
    private int bytes;
    private int taken;

    void take(ByteBuf piece) {
      bytes += piece.readableBytes();
      taken += piece.readableBytes();
      queue.add(piece);
      assertThat(bytes).as("bytes to send").isLessThan(CREDIT + FRAME);
    }

    int taken() {
      return taken;
    }

    /** How much left; little if {@code slow}. */
    int leave(Random random, boolean slow) {
      int left = 0;
      while (!queue.isEmpty() && random.nextInt(slow ? 16 : 2) == 0) {
        ByteBuf piece = queue.remove();
        left += piece.readableBytes();
        piece.release();
      }
      bytes -= left;
      return left;
    }

    void close() {
      queue.forEach(ByteBuf::release);
      queue.clear();
    }
  }
}
