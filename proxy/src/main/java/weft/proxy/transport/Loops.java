package weft.proxy.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The data loops of one process, and what kind of sockets they drive: epoll, or NIO where there is
 * none.
 *
 * <p>Owns the threads. The allocator is made here and not taken from Netty's defaults, which give a
 * small heap no direct arena at all. Any thread.
 */
public final class Loops implements AutoCloseable {
  private static final int PAGE = 8192;

  /** Chunks of 512 KiB: what a sidecar holds at rest is one of them. */
  private static final int CHUNK_ORDER = 6;

  private final MultiThreadIoEventLoopGroup group;
  private final ByteBufAllocator allocator;
  private final List<Loop> loops;
  private final boolean epoll;

  private Loops(int count, boolean epoll) {
    this.epoll = epoll;
    var factory = epoll ? LastingEpoll.factory() : NioIoHandler.newFactory();
    this.group =
        new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("data", true), factory);
    this.allocator =
        checked(
            new PooledByteBufAllocator(
                true,
                0,
                count,
                PAGE,
                CHUNK_ORDER,
                PooledByteBufAllocator.defaultSmallCacheSize(),
                PooledByteBufAllocator.defaultNormalCacheSize(),
                true),
            count);
    this.loops = loops(group, allocator);
  }

  /**
   * What was asked for is what there is: Netty silently changes settings that it cannot have.
   *
   * @throws IllegalStateException says what there is instead
   */
  private static PooledByteBufAllocator checked(PooledByteBufAllocator made, int loops) {
    var metric = made.metric();
    if (metric.numDirectArenas() != loops
        || metric.numHeapArenas() != 0
        || metric.chunkSize() != PAGE << CHUNK_ORDER
        || !made.isDirectBufferPooled()) {
      throw new IllegalStateException("the allocator is not as it must be: " + metric);
    }
    return made;
  }

  /** Starts {@code count} loops, at least one. */
  public static Loops start(int count) {
    return new Loops(count, Epoll.isAvailable());
  }

  /** The same without epoll, as where its native library is missing. */
  public static Loops startWithoutEpoll(int count) {
    return new Loops(count, false);
  }

  private static List<Loop> loops(MultiThreadIoEventLoopGroup group, ByteBufAllocator allocator) {
    var all = new ArrayList<Loop>();
    for (EventExecutor executor : group) {
      all.add(new Loop((EventLoop) executor, allocator));
    }
    return List.copyOf(all);
  }

  public List<Loop> all() {
    return loops;
  }

  public boolean usesEpoll() {
    return epoll;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  MultiThreadIoEventLoopGroup group() {
    return group;
  }

  /** For name resolution. */
  public Class<? extends DatagramChannel> datagramType() {
    return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  /** For name resolution, and our own dialling. */
  public Class<? extends SocketChannel> socketType() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  Class<? extends ServerChannel> listenerType() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** The loop that a channel was put on. */
  Loop of(EventLoop eventLoop) {
    for (Loop loop : loops) {
      if (loop.eventLoop().equals(eventLoop)) {
        return loop;
      }
    }
    throw new IllegalStateException("not one of our loops");
  }

  /** Ends the threads; what is still open is closed. Waits, so not from a loop. */
  @Override
  public void close() {
    var _ = group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5000);
  }
}
