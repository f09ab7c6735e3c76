package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Outbox;
import weft.proxy.transport.Protocol;
import weft.proxy.transport.Tls;

/**
 * A tunnel that ends here: the bytes of a CONNECT, read and written as those of any connection.
 *
 * <p>Started, it answers 200 and is open. Reading is granting: what comes while reading is off is
 * held, a window at the most. What is written waits for the caller's credit; {@link #unsent} is
 * what waits, and {@link Protocol#sent} tells what went on. Each direction ends by itself; an abort
 * resets the stream with CONNECT_ERROR, or the connection of HTTP/1 (RFC 9110, 9.3.6; RFC 9113,
 * 8.5). Loop only.
 */
public final class TunnelConnection implements Connection, Exchange, Loop.TurnEnd {
  /** Bytes that may come before the first of them are taken. */
  static final int WINDOW = 64 * 1024;

  /** How long a closed tunnel waits for the peer to take what was written. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final Reset ABORTED = new Reset.Remote(0xa);

  private final Loop loop;
  private final Client client;
  private final SocketAddress target;
  private final Version version;
  private final Caller caller;
  private final Outbox outbox = new Outbox();
  private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(4);
  private Protocol protocol;
  private Timer linger = Timer.UNSET;
  private long credit;
  private boolean granted;
  private boolean reading = true;
  private boolean marked;
  private boolean pumping;
  private boolean delivering;
  private boolean inputDone;
  private boolean inputEnded;
  private boolean ending;
  private boolean outputEnded;
  private boolean closing;
  private boolean over;

  /**
   * The tunnel that {@code head} asks for.
   *
   * @param target what it leads to, as its local address
   * @param first its protocol once it is open
   */
  public TunnelConnection(
      Loop loop, RequestHead head, SocketAddress target, Caller caller, Protocol first) {
    this.loop = loop;
    this.client = head.client();
    this.version = head.version();
    this.target = target;
    this.caller = caller;
    this.protocol = first;
  }

  // ---------------------------------------------------------------- the exchange

  @Override
  public void start(boolean last) {
    inputDone = last;
    caller.responseHead(ResponseHead.of(version, 200, new Headers()), false);
    if (!over) {
      protocol.opened(this);
    }
    if (!over) {
      caller.grantRequest(WINDOW);
      deliver();
    }
  }

  @Override
  public void requestData(ByteBuf data, boolean last) {
    if (over) {
      data.release();
      return;
    }
    held.add(data);
    inputDone |= last;
    deliver();
  }

  @Override
  public void requestTrailers(Headers trailers) {
    inputDone = true;
    deliver();
  }

  @Override
  public void grantResponse(int bytes) {
    credit += bytes;
    granted = true;
    pump();
  }

  @Override
  public void cancel(Reset why) {
    end(new IOException(why.text()));
  }

  // ---------------------------------------------------------------- what comes

  /** Hands on what is held, as long as it is read; a nested call leaves it to the running one. */
  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    while (isRead() && !held.isEmpty()) {
      ByteBuf data = held.remove();
      int bytes = data.readableBytes();
      give(data);
      if (!over && !inputDone) {
        caller.grantRequest(bytes);
      }
    }
    if (isRead() && inputDone && !inputEnded) {
      endInput();
    }
    delivering = false;
  }

  private boolean isRead() {
    return !over && (reading || closing);
  }

  private void give(ByteBuf data) {
    if (closing || !data.isReadable()) {
      data.release();
    } else {
      protocol.received(data);
    }
  }

  private void endInput() {
    inputEnded = true;
    if (!closing) {
      protocol.inputEnded();
    }
    endIfSent();
  }

  // ---------------------------------------------------------------- what goes

  private void mark() {
    if (!marked && !over) {
      marked = true;
      loop.atEndOfTurn(this);
    }
  }

  @Override
  public void turnEnded() {
    marked = false;
    pump();
  }

  private void pump() {
    if (pumping || over) {
      return;
    }
    pumping = true;
    int sent = passOn();
    pumping = false;
    if (sent > 0 && !over) {
      protocol.sent(sent);
    }
    endIfSent();
  }

  private int passOn() {
    int sent = 0;
    ByteBuf piece = next();
    while (piece != null) {
      int bytes = piece.readableBytes();
      credit -= bytes;
      sent += bytes;
      caller.responseData(piece, false);
      piece = next();
    }
    return sent;
  }

  private @Nullable ByteBuf next() {
    return over || credit <= 0 ? null : outbox.take();
  }

  private void endIfSent() {
    if (over || pumping || !ending || !granted || outbox.unsent() > 0) {
      return;
    }
    if (!outputEnded) {
      outputEnded = true;
      caller.responseData(Unpooled.EMPTY_BUFFER, true);
    }
    if (inputEnded) {
      end(null);
    } else if (closing) {
      drop(new Reset.Stop());
    }
  }

  // ---------------------------------------------------------------- the connection

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public SocketAddress localAddress() {
    return target;
  }

  @Override
  public SocketAddress remoteAddress() {
    return client.address();
  }

  @Override
  public ByteBuf output(int bytes) {
    if (over) {
      return Unpooled.buffer(bytes); // on the heap: nobody sends it, and nobody must free it
    }
    mark();
    return outbox.room(loop.allocator(), bytes, bytes);
  }

  @Override
  public void write(ByteBuf bytes) {
    if (over || ending) {
      bytes.release();
      return;
    }
    mark();
    outbox.add(bytes, loop.allocator());
  }

  @Override
  public int unsent() {
    return outbox.unsent();
  }

  @Override
  public void endOutput() {
    if (!over && !ending) {
      ending = true;
      mark();
    }
  }

  @Override
  public void close() {
    if (!over && !closing) {
      closing = true;
      ending = true;
      linger = loop.after(LINGER, () -> drop(ABORTED));
      deliver();
      mark();
    }
  }

  @Override
  public void abort() {
    drop(ABORTED);
  }

  private void drop(Reset why) {
    if (!over) {
      end(null);
      caller.fail(why);
    }
  }

  @Override
  public void reading(boolean on) {
    reading = on;
    deliver();
  }

  @Override
  public void become(Protocol next, @Nullable ByteBuf read) {
    protocol = next;
    next.opened(this);
    if (read != null) {
      if (over) {
        read.release();
      } else {
        give(read);
      }
    }
    if (inputEnded && protocol.equals(next)) {
      next.inputEnded();
    }
  }

  /** What a tunnel carries is opaque or in clear; nobody ends TLS inside it. */
  @Override
  public void secure(Tls tls, Protocol next, @Nullable ByteBuf read) {
    throw new UnsupportedOperationException("TLS does not end inside a tunnel");
  }

  @Override
  public @Nullable Tls tls() {
    return null;
  }

  @Override
  public boolean isOpen() {
    return !over && !closing;
  }

  private void end(@Nullable Throwable why) {
    if (over) {
      return;
    }
    over = true;
    linger.stop();
    outbox.drop();
    held.forEach(ByteBuf::release);
    held.clear();
    loop.execute(() -> protocol.closed(why)); // never inside a call of the protocol's own
  }
}
