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

  private Listener(Channel channel) {
    this.channel = channel;
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
            .childHandler(new Accepting(loops, acceptor));
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
    return new Listener(binding.channel());
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

  private static final class Accepting extends ChannelInitializer<Channel> {
    private final Loops loops;
    private final Acceptor acceptor;

    Accepting(Loops loops, Acceptor acceptor) {
      this.loops = loops;
      this.acceptor = acceptor;
    }

    @Override
    protected void initChannel(Channel accepted) {
      Loop loop = loops.of(accepted.eventLoop());
      accepted.pipeline().addLast(new SocketConnection(loop, acceptor.accept(loop)));
    }
  }
}
