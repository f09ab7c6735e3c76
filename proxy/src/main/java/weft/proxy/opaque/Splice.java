package weft.proxy.opaque;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Protocol;

/**
 * Joins two connections of one loop: what comes on one leaves on the other.
 *
 * <p>Each direction ends by itself: an end of input becomes an end of output once everything before
 * it has left. The first error ends both. A side that does not take its bytes stops the other from
 * being read, so that a direction holds {@link #WINDOW} and one read at the most. No idle limit.
 */
public final class Splice {
  /** Bytes that may wait for one side before the other is not read any more. */
  public static final int WINDOW = 64 * 1024;

  private final Ended ended;
  private final Side first;
  private final Side second;
  private boolean over;

  /** Told once when a splice is over. */
  @FunctionalInterface
  public interface Ended {
    /**
     * Both connections are gone or going.
     *
     * @param why null if both directions ended as they should
     */
    void ended(@Nullable Throwable why);
  }

  private Splice(Connection first, Connection second, Ended ended) {
    this.ended = ended;
    this.first = new Side(first, second);
    this.second = new Side(second, first);
    this.first.other = this.second;
    this.second.other = this.first;
  }

  /**
   * Joins {@code client} and {@code server}, whose protocols hand over to the splice.
   *
   * @param read what the client sent already; ownership is given
   */
  public static Splice join(
      Connection client, @Nullable ByteBuf read, Connection server, Ended ended) {
    var splice = new Splice(client, server, ended);
    server.become(splice.second, null);
    client.become(splice.first, read);
    return splice;
  }

  /** Ends both connections at once, as when a policy no longer permits them. */
  public void abort(Throwable why) {
    end(why);
  }

  private void end(@Nullable Throwable why) {
    if (over) {
      return;
    }
    over = true;
    first.finish(why);
    second.finish(why);
    ended.ended(why);
  }

  /** What one connection does for the other. */
  private final class Side implements Protocol {
    private final Connection own;
    private final Connection opposite;
    private @Nullable Side other;
    private boolean inputDone;

    Side(Connection own, Connection opposite) {
      this.own = own;
      this.opposite = opposite;
    }

    @Override
    public void opened(Connection connection) {}

    @Override
    public void received(ByteBuf bytes) {
      opposite.write(bytes);
      if (opposite.unsent() >= WINDOW) {
        own.reading(false);
      }
    }

    @Override
    public void sent(int bytes) {
      if (own.unsent() < WINDOW) {
        opposite.reading(true);
      }
    }

    @Override
    public void inputEnded() {
      inputDone = true;
      opposite.endOutput();
      if (other != null && other.inputDone) {
        end(null);
      }
    }

    @Override
    public void closed(@Nullable Throwable why) {
      end(why);
    }

    private void finish(@Nullable Throwable why) {
      if (why == null) {
        own.close();
      } else {
        own.abort();
      }
    }
  }
}
