package weft.proxy.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
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
            .childHandler(new Accepting(loops, acceptor, accepted));
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
    private final Acceptor acceptor;
    private final Accepted accepted;

    Accepting(Loops loops, Acceptor acceptor, Accepted accepted) {
      this.loops = loops;
      this.acceptor = acceptor;
      this.accepted = accepted;
    }

    @Override
    protected void initChannel(Channel channel) {
      Loop loop = loops.of(channel.eventLoop());
      var connection = new SocketConnection(loop, acceptor.accept(loop));
      channel.pipeline().addLast(connection);
      connection.belongsTo(accepted);
    }
  }
}
