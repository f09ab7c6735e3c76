package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A real {@link SocketConnection} without a socket: the test plays the peer, and the clock.
 *
 * <p>Time stands still but for {@link #passes}. A socket that is {@link #full} takes nothing.
 */
public final class TestSocket {
  private final Wire wire = new Wire();
  private final Loop loop = new Loop(wire.eventLoop(), PooledByteBufAllocator.DEFAULT);
  private final SocketConnection connection;

  public TestSocket(Protocol protocol) {
    wire.freezeTime();
    connection = new SocketConnection(loop, protocol);
    wire.pipeline().addLast(connection);
    runs();
  }

  public Connection connection() {
    return connection;
  }

  public Loop loop() {
    return loop;
  }

  /** The peer sends text. */
  public TestSocket sends(String text) {
    return sends(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  /** The peer sends bytes; ownership is given. */
  public TestSocket sends(ByteBuf bytes) {
    wire.writeInbound(bytes);
    runs();
    return this;
  }

  /** The peer sends no more. */
  public TestSocket ends() {
    wire.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    runs();
    return this;
  }

  /** The peer resets the connection. */
  public TestSocket resets() {
    wire.pipeline().fireExceptionCaught(new java.io.IOException("Connection reset by peer"));
    runs();
    return this;
  }

  /** What the peer has received since last asked, as text. */
  public String received() {
    byte[] bytes = receivedBytes();
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** What the peer has received since last asked. */
  public byte[] receivedBytes() {
    runs();
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf piece = wire.readOutbound(); piece != null; piece = wire.readOutbound()) {
      all.writeBytes(piece);
      piece.release();
    }
    return ByteBufUtil.getBytes(all);
  }

  /** Whether the socket takes nothing more, as with a peer that does not read. */
  public TestSocket full(boolean full) {
    wire.full = full;
    if (!full) {
      wire.flush();
    }
    runs();
    return this;
  }

  /** Time goes on; alarms ring. */
  public TestSocket passes(Duration time) {
    wire.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    wire.runScheduledPendingTasks();
    runs();
    return this;
  }

  /** Turns of the loop until nothing is left to do. */
  public TestSocket runs() {
    wire.runPendingTasks();
    return this;
  }

  /** Whether the socket is read from. */
  public boolean isReading() {
    return wire.config().isAutoRead();
  }

  /** Whether our side said that it sends no more. */
  public boolean hasEndedOutput() {
    return wire.outputEnded || !wire.isOpen();
  }

  public boolean isOpen() {
    return wire.isOpen();
  }

  /** Closes what is open and frees what was not read. */
  public void discard() {
    wire.finishAndReleaseAll();
  }

  private static final class Wire extends EmbeddedChannel implements DuplexChannel {
    private boolean full;
    private boolean outputEnded;

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
      if (!full) {
        super.doWrite(in);
      }
    }

    @Override
    public boolean isInputShutdown() {
      return false;
    }

    @Override
    public ChannelFuture shutdownInput() {
      return newSucceededFuture();
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
      return promise.setSuccess();
    }

    @Override
    public boolean isOutputShutdown() {
      return outputEnded;
    }

    @Override
    public ChannelFuture shutdownOutput() {
      outputEnded = true;
      return newSucceededFuture();
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
      outputEnded = true;
      return promise.setSuccess();
    }

    @Override
    public boolean isShutdown() {
      return outputEnded;
    }

    @Override
    public ChannelFuture shutdown() {
      return close();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
      return close(promise);
    }
  }
}
