package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Timers.Timer;

/**
 * A connection over one of Netty's channels, the last handler of its pipeline.
 *
 * <p>Small writes of a turn gather in one buffer, large ones stand beside it uncopied; the end of
 * the turn hands them to the channel with one promise, whose completion tells what has left.
 */
public final class SocketConnection extends ChannelInboundHandlerAdapter
    implements Connection, Loop.TurnEnd {
  private static final int FIRST_OUTPUT = 1024;

  /** How long a closed connection waits for the peer to take notice; then it is dropped. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Loop loop;
  private final Outbox outbox = new Outbox();
  private Protocol protocol;
  private Traffic traffic = Traffic.NONE;
  private int uncounted;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Tls tls;
  private @Nullable Throwable cause;
  private @Nullable Accepted accepted;
  private boolean opened;
  private boolean marked;
  private boolean reading = true;
  private boolean held;
  private boolean draining;
  private boolean ending;
  private boolean closing;
  private boolean outputEnded;
  private boolean inputEnded;
  private boolean over;
  private Timer linger = Timer.UNSET;

  /** Whoever counts this connection; told when it is over. */
  void belongsTo(Accepted all) {
    if (!over) {
      accepted = all;
      all.add(this);
    }
  }

  /** A connection of {@code loop} whose first protocol is {@code protocol}. */
  public SocketConnection(Loop loop, Protocol protocol) {
    this.loop = loop;
    this.protocol = protocol;
  }

  // ---------------------------------------------------------------- what protocols ask for

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public SocketAddress localAddress() {
    return channel().localAddress();
  }

  @Override
  public SocketAddress remoteAddress() {
    return channel().remoteAddress();
  }

  @Override
  public boolean isOpen() {
    return !over && !closing;
  }

  @Override
  public ByteBuf output(int bytes) {
    if (over) {
      return Unpooled.buffer(bytes); // on the heap: nobody sends it, and nobody must free it
    }
    mark();
    return outbox.room(loop.allocator(), Math.max(bytes, FIRST_OUTPUT), bytes);
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
      linger = loop.after(LINGER, this::drop);
      reading(true);
      mark();
    }
  }

  @Override
  public void abort() {
    if (!over) {
      closing = true;
      ending = true;
      if (channel().isActive()) {
        channel().config().setOption(ChannelOption.SO_LINGER, 0);
      }
      drop();
    }
  }

  /** Closes the channel as it is. */
  void drop() {
    var _ = channel().close();
  }

  @Override
  public void reading(boolean on) {
    reading = on;
    setReading();
  }

  private void setReading() {
    // After a FIN there is nothing to read, and epoll fails where it is asked to go on.
    if (!over && (!inputEnded || tls != null)) {
      channel().config().setAutoRead((reading || closing) && !held);
    }
  }

  @Override
  public void become(Protocol next, @Nullable ByteBuf read) {
    protocol = next;
    next.opened(this);
    if (read != null) {
      deliver(read);
    }
    if (inputEnded && protocol.equals(next)) {
      next.inputEnded();
    }
    if (draining && protocol.equals(next)) {
      next.drain();
    }
  }

  /** Lets what is under way end, then closes. On the loop; idempotent. */
  void drain() {
    if (!draining && !over) {
      draining = true;
      protocol.drain();
    }
  }

  @Override
  public void secure(Tls with, Protocol next, @Nullable ByteBuf read) {
    protocol = next;
    if (over) {
      with.release();
      if (read != null) {
        read.release();
      }
      return;
    }
    tls = with;
    with.start(loop, new Securing());
    if (read != null) {
      with.received(read);
    }
  }

  @Override
  public @Nullable Tls tls() {
    return tls;
  }

  @Override
  public void count(Traffic counter) {
    traffic = counter;
    uncounted = outbox.unsent();
    if (over) {
      counter.closed(cause);
    }
  }

  private void countSent(int bytes) {
    int skipped = Math.min(uncounted, bytes);
    uncounted -= skipped;
    traffic.sent(bytes - skipped);
  }

  /** The channel under it, for what only a channel can tell. */
  public Channel channel() {
    return context().channel();
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext c = context;
    if (c == null) {
      throw new IllegalStateException("not in a pipeline yet");
    }
    return c;
  }

  // ---------------------------------------------------------------- the end of a turn

  private void mark() {
    if (!marked && !over) {
      marked = true;
      loop.atEndOfTurn(this);
    }
  }

  @Override
  public void turnEnded() {
    marked = false;
    ChannelHandlerContext c = context;
    if (over || c == null) {
      return;
    }
    if (tls == null || tls.isOpen()) {
      flush(c);
    }
    endIfSent();
  }

  private void flush(ChannelHandlerContext c) {
    try {
      ChannelFuture flushed = outbox.flush(c, tls);
      if (flushed != null) {
        watch(flushed);
      }
    } catch (SSLException e) {
      exceptionCaught(c, e);
    }
  }

  private void watch(ChannelFuture flushed) {
    int bytes = outbox.underWay();
    if (flushed.isDone()) {
      left(flushed, bytes);
    } else {
      var _ = flushed.addListener(f -> left((ChannelFuture) f, bytes));
    }
  }

  private void left(ChannelFuture flushed, int bytes) {
    outbox.left(bytes);
    if (flushed.isSuccess()) {
      countSent(bytes);
    }
    if (flushed.isSuccess() && !over) {
      protocol.sent(bytes);
      endIfSent();
    }
  }

  private void endIfSent() {
    if (!ending || over || outbox.unsent() > 0) {
      return;
    }
    if (!outputEnded) {
      outputEnded = true;
      endChannelOutput();
    }
    if (closing && inputEnded) {
      drop();
    }
  }

  private void endChannelOutput() {
    ByteBuf farewell = tls == null ? null : tls.endOutput();
    if (farewell == null) {
      Halves.endOutput(channel());
    } else {
      var _ = context().writeAndFlush(farewell).addListener(sent -> Halves.endOutput(channel()));
    }
  }

  // ---------------------------------------------------------------- what the channel tells

  @Override
  public void handlerAdded(ChannelHandlerContext c) {
    context = c;
    if (c.channel().isActive()) {
      open();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext c) {
    open();
  }

  private void open() {
    if (!opened) {
      opened = true;
      protocol.opened(this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext c, Object message) {
    if (tls == null) {
      deliver((ByteBuf) message);
    } else {
      tls.received((ByteBuf) message);
    }
  }

  private void deliver(ByteBuf bytes) {
    if (closing || over) {
      bytes.release();
    } else {
      traffic.read(bytes.readableBytes());
      protocol.received(bytes);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext c, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      if (tls == null) {
        endInput();
      } else if (!inputEnded) {
        exceptionCaught(c, new SSLException("connection ended without close_notify"));
      }
    } else {
      ReferenceCountUtil.release(event);
    }
  }

  private void endInput() {
    if (inputEnded || over) {
      return;
    }
    inputEnded = true;
    if (!closing) {
      protocol.inputEnded();
    }
    endIfSent();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext c, Throwable thrown) {
    if (cause == null) {
      cause = thrown;
    }
    drop();
  }

  @Override
  public void channelInactive(ChannelHandlerContext c) {
    end();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext c) {
    end();
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    linger.stop();
    outbox.drop();
    if (tls != null) {
      tls.release();
    }
    traffic.closed(cause);
    protocol.closed(cause);
    if (accepted != null) {
      accepted.remove(this);
    }
  }

  /** What TLS tells. */
  private final class Securing implements Tls.Owner {
    @Override
    public void secured() {
      protocol.opened(SocketConnection.this);
      mark(); // what was written before it could leave
    }

    @Override
    public void decrypted(ByteBuf plain) {
      deliver(plain);
    }

    @Override
    public void inputEnded() {
      endInput();
    }

    @Override
    public void broken(SSLException why) {
      exceptionCaught(context(), why);
    }

    @Override
    public void transmit(ByteBuf cipher) {
      var _ = context().writeAndFlush(cipher, context().voidPromise());
    }

    @Override
    public void hold(boolean on) {
      held = on;
      setReading();
    }
  }
}
