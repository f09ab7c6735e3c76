package weft.proxy.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import weft.proxy.stack.Timers;

/**
 * One data loop: a thread, its clock and alarms, its scratch memory, and the end of its turns.
 *
 * <p>A turn is one pass over what the selector found ready and the tasks that came with it. Whoever
 * has something to do at its end, once, whatever happens in between, marks itself with {@link
 * #atEndOfTurn}. Source of the technique: a measurement; without it a proxy pair costs twice the
 * CPU.
 */
public final class Loop implements Timers {
  /** Heads and frames are scanned in this; a read is at most this long. */
  public static final int SCRATCH = 64 * 1024;

  private static final int USUAL_MARKS = 256;

  private final EventLoop eventLoop;
  private final Ticker clock;
  private final ByteBufAllocator allocator;
  private final byte[] scratch = new byte[SCRATCH];
  private final Runnable endTurn = this::endTurn;
  private TurnEnd[] marked = new TurnEnd[USUAL_MARKS];
  private int marks;
  private boolean scheduled;

  /** A loop on Netty's. */
  public Loop(EventLoop eventLoop, ByteBufAllocator allocator) {
    this.eventLoop = eventLoop;
    this.clock = eventLoop.ticker();
    this.allocator = allocator;
  }

  public EventLoop eventLoop() {
    return eventLoop;
  }

  public ByteBufAllocator allocator() {
    return allocator;
  }

  public boolean isCurrent() {
    return eventLoop.inEventLoop();
  }

  /** From any thread: runs {@code action} on the loop. */
  public void execute(Runnable action) {
    eventLoop.execute(action);
  }

  /**
   * Memory for whoever runs now, {@link #SCRATCH} bytes: valid until it calls out, as a nested call
   * may use it too.
   */
  public byte[] scratch() {
    return scratch;
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    var future = eventLoop.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /**
   * Calls {@code end} once when this turn ends. The caller sees to it that it marks itself once a
   * turn: marks are not compared.
   */
  public void atEndOfTurn(TurnEnd end) {
    if (marks == marked.length) {
      marked = Arrays.copyOf(marked, marks * 2);
    }
    marked[marks++] = end;
    if (!scheduled) {
      scheduled = true;
      eventLoop.execute(endTurn);
    }
  }

  /** Marks made meanwhile belong to the same turn: what answers at once leaves at once. */
  private void endTurn() {
    for (int i = 0; i < marks; i++) {
      TurnEnd end = marked[i];
      end.turnEnded();
    }
    Arrays.fill(marked, 0, marks, null);
    marks = 0;
    scheduled = false;
  }

  /** Has something to do once at the end of a turn. */
  @FunctionalInterface
  public interface TurnEnd {
    /** Must not throw. */
    void turnEnded();
  }
}
