package weft.proxy.h1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Protocol;

/**
 * HTTP/1 as a client: one connection, one exchange at a time, no pipelining.
 *
 * <p>After an exchange that ended cleanly on both sides, and unless a side said otherwise, the
 * connection is idle again and its owner is told; after any other it closes. On the connection's
 * loop only.
 */
public final class H1Client implements Protocol {
  private final Lines lines;
  private final Limits limits;
  private final Owner owner;
  private @Nullable Wire wire;
  private @Nullable Outgoing current;
  private boolean used;
  private boolean running;
  private boolean over;

  /** Whoever keeps connections. */
  public interface Owner {
    /** Another exchange may start. May be called inside an exchange's last call. */
    void idle(H1Client client);

    /** No exchange may start any more; called once. */
    void gone(H1Client client);
  }

  /** A client whose connection {@code owner} keeps. */
  public H1Client(Lines lines, Limits limits, Owner owner) {
    this.lines = lines;
    this.limits = limits;
    this.owner = owner;
  }

  /** An exchange on this connection, which must be open and idle when it starts. */
  public Exchange open(RequestHead head, Caller caller) {
    return new Outgoing(head, caller, this::beginIfIdle);
  }

  /** Whether an exchange may start. */
  public boolean isIdle() {
    return current == null && !over && wire != null;
  }

  /** Closes an idle connection; with an exchange under way, cuts it. */
  public void close() {
    if (current == null) {
      retire();
    } else {
      abort();
    }
  }

  private Wire wire() {
    if (wire == null) {
      throw new IllegalStateException("not opened");
    }
    return wire;
  }

  private void beginIfIdle(Outgoing exchange) {
    if (isIdle()) {
      begin(exchange);
    } else {
      exchange.failed(new Reset.Io("connection closed by peer"));
    }
  }

  /** Sets an exchange going. */
  void begin(Outgoing exchange) {
    current = exchange;
    boolean reused = used;
    used = true;
    wire().heads.expectResponse();
    exchange.begun(this, wire(), limits, reused);
    run();
  }

  // ---------------------------------------------------------------- the connection

  @Override
  public void opened(Connection connection) {
    wire = new Wire(connection, lines, limits);
  }

  @Override
  public void received(ByteBuf bytes) {
    if (over) {
      bytes.release();
      return;
    }
    wire().input.add(bytes, wire().connection.loop().allocator());
    run();
  }

  @Override
  public void inputEnded() {
    wire().input.end();
    run();
  }

  @Override
  public void sent(int bytes) {
    Outgoing exchange = current;
    if (exchange != null) {
      exchange.sent();
    }
  }

  @Override
  public void closed(@Nullable Throwable why) {
    Outgoing exchange = current;
    end();
    if (exchange != null) {
      exchange.connectionLost(why == null ? "connection closed by peer" : text(why));
    }
  }

  private static String text(Throwable why) {
    String message = why.getMessage();
    return message == null ? why.getClass().getSimpleName() : message;
  }

  /** Serves what was read, as far as it goes; a nested call leaves it to the running one. */
  void run() {
    if (running) {
      return;
    }
    running = true;
    boolean more = true;
    while (more && !over) {
      more = step();
    }
    running = false;
    if (!over) {
      wire().reading(current == null || current.wants());
    }
  }

  private boolean step() {
    Outgoing exchange = current;
    if (exchange == null) {
      // An idle peer has nothing to say: an answer to nothing must not answer the next request.
      if (!wire().input.isEmpty() || wire().input.isEnded()) {
        retire();
      }
      return false;
    }
    try {
      return exchange.step();
    } catch (BadMessage bad) {
      abort();
      exchange.failed(new Reset.Malformed(1, "http/1 client: " + bad.text()));
      return false;
    }
  }

  // ---------------------------------------------------------------- ends

  /** The exchange ended whole. */
  void finished(boolean reusable) {
    if (reusable && wire().input.isEmpty() && !wire().input.isEnded()) {
      current = null;
      wire().source.stop();
      owner.idle(this);
    } else {
      retire();
    }
  }

  /** What was written leaves, then the connection closes. */
  private void retire() {
    if (!over) {
      end();
      wire().connection.close();
    }
  }

  /** The connection is cut; its exchange, if any, is the caller's to end. */
  void abort() {
    if (!over) {
      end();
      wire().connection.abort();
    }
  }

  private void end() {
    boolean first = !over;
    over = true;
    current = null;
    wire().source.stop();
    wire().input.release();
    if (first) {
      owner.gone(this);
    }
  }
}
