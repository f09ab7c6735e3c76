package weft.proxy.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.SocketConfig;

/**
 * A listening socket whose connections are spread over the loops.
 *
 * <p>Running out of file descriptors pauses accepting for a second, again and again, until there
 * are some. Any thread.
 */
public final class Listener {
  private final Channel channel;
  private final Accepted accepted;

  private Listener(Channel channel, Accepted accepted) {
    this.channel = channel;
    this.accepted = accepted;
  }

  /** Gives each accepted connection its first protocol. On the connection's loop. */
  @FunctionalInterface
  public interface Acceptor {
    Protocol accept(Loop loop);
  }

  /** The same for connections that a nat rule redirected. On the connection's loop. */
  public interface Redirected {
    /** {@code original} is where the connection was going; the listener itself if to us. */
    Protocol accept(Loop loop, InetSocketAddress original);

    /** A connection is closed, as nobody knows where it was going. */
    void lost(SocketAddress client, IOException why);
  }

  /**
   * Binds and starts to accept. Waits, so not from a loop.
   *
   * @throws IOException names the address and says why, for instance that it is in use
   */
  public static Listener bind(
      Loops loops, InetSocketAddress address, SocketConfig options, Acceptor acceptor)
      throws IOException {
    return bind(loops, address, options, acceptor, new Bound(Integer.MAX_VALUE, () -> {}));
  }

  /**
   * How many connections it accepts at a time; more wait in the system's queue.
   *
   * @param full is run each time that the last one is taken, on a loop
   */
  public record Bound(int most, Runnable full) {}

  /** As before, with a bound. */
  public static Listener bind(
      Loops loops, InetSocketAddress address, SocketConfig options, Acceptor acceptor, Bound bound)
      throws IOException {
    return bind(loops, address, options, (loop, channel) -> acceptor.accept(loop), bound);
  }

  /**
   * The same for redirected connections.
   *
   * @throws IOException also where the loops run without epoll, and cannot ask
   */
  public static Listener bindRedirected(
      Loops loops,
      InetSocketAddress address,
      SocketConfig options,
      Redirected acceptor,
      Bound bound)
      throws IOException {
    if (!loops.usesEpoll()) {
      throw new IOException(
          "cannot take redirected connections on "
              + Causes.print(address)
              + ": asking where they were going needs epoll, whose native library is not there;"
              + " set WEFT_MODE=explicit to do without");
    }
    return bind(loops, address, options, (loop, channel) -> ask(acceptor, loop, channel), bound);
  }

  private static @Nullable Protocol ask(Redirected acceptor, Loop loop, Channel channel) {
    try {
      return acceptor.accept(loop, OriginalDestination.of(channel));
    } catch (IOException e) {
      acceptor.lost(channel.remoteAddress(), e);
      return null;
    }
  }

  /** Gives a connection its first protocol; null to close it. */
  private interface First {
    @Nullable Protocol of(Loop loop, Channel channel);
  }

  private static Listener bind(
      Loops loops, InetSocketAddress address, SocketConfig options, First first, Bound bound)
      throws IOException {
    var accepted = new Accepted();
    var bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.listenerType())
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, loops.allocator())
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .handler(new Room(bound.most(), bound.full()))
            .childHandler(new Accepting(loops, first, accepted));
    if (options.backlog() != null) {
      bootstrap.option(ChannelOption.SO_BACKLOG, options.backlog());
    }
    if (loops.usesEpoll()) {
      timers(bootstrap, options.acceptKeepAlive(), options.acceptUserTimeout());
    }
    ChannelFuture binding = bootstrap.bind(address).awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new IOException(
          "cannot listen on " + Causes.print(address) + ": " + Causes.text(binding.cause()));
    }
    return new Listener(binding.channel(), accepted);
  }

  private static void timers(
      ServerBootstrap bootstrap, @Nullable Duration keepAlive, @Nullable Duration userTimeout) {
    if (keepAlive != null) {
      bootstrap.childOption(EpollChannelOption.TCP_KEEPIDLE, (int) keepAlive.toSeconds());
    }
    if (userTimeout != null) {
      bootstrap.childOption(EpollChannelOption.TCP_USER_TIMEOUT, (int) userTimeout.toMillis());
    }
  }

  /** Where it listens; the port is the real one also if it was asked for as 0. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Accepts no more; connections go on. */
  public void close() {
    var _ = channel.close();
  }

  /**
   * Accepts no more, and lets connections finish what is under way. The stage completes, on a loop,
   * when the last one is gone.
   */
  public CompletionStage<Void> drain() {
    return closed().thenCompose(done -> accepted.drain());
  }

  /** The same, but connections are closed as they are. */
  public CompletionStage<Void> cut() {
    return closed().thenCompose(done -> accepted.cut());
  }

  private CompletionStage<Void> closed() {
    var closed = new CompletableFuture<Void>();
    var _ = channel.close().addListener(done -> closed.complete(null));
    return closed;
  }

  private static final class Accepting extends ChannelInitializer<Channel> {
    private final Loops loops;
    private final First first;
    private final Accepted accepted;

    Accepting(Loops loops, First first, Accepted accepted) {
      this.loops = loops;
      this.first = first;
      this.accepted = accepted;
    }

    @Override
    protected void initChannel(Channel channel) {
      Loop loop = loops.of(channel.eventLoop());
      Protocol protocol = first.of(loop, channel);
      if (protocol == null) {
        var _ = channel.close();
        return;
      }
      var connection = new SocketConnection(loop, protocol);
      channel.pipeline().addLast(connection);
      connection.belongsTo(accepted);
    }
  }
}
