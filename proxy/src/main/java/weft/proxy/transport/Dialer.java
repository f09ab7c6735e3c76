package weft.proxy.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.SocketConfig;
import weft.proxy.stack.Timers.Timer;

/**
 * Opens connections to one address, inside TLS if so given, within one limit for all of it.
 *
 * <p>Source: docs/spec/outbound.md 24.
 */
public final class Dialer implements Connector {
  private final Loops loops;
  private final InetSocketAddress address;
  private final Duration limit;
  private final SocketConfig options;
  private final @Nullable Security security;

  /** How connections are secured, and what is said first inside. */
  public interface Security {
    /** That of one connection; the caller owns it. */
    Tls tls();

    /**
     * Called when the handshake is over, before the connection is given away: writes what comes
     * first, such as a transport header.
     */
    void secured(Connection connection);
  }

  /** Dials {@code address}; {@code limit} covers connect and handshake. */
  public Dialer(
      Loops loops,
      InetSocketAddress address,
      Duration limit,
      SocketConfig options,
      @Nullable Security security) {
    this.loops = loops;
    this.address = address;
    this.limit = limit;
    this.options = options;
    this.security = security;
  }

  @Override
  public String peer() {
    return Causes.print(address);
  }

  @Override
  public Pending connect(Loop loop, Callback callback) {
    var attempt = new Attempt(loop, callback);
    attempt.start();
    return attempt;
  }

  private Bootstrap bootstrap(Loop loop, Protocol protocol) {
    var bootstrap =
        new Bootstrap()
            .group(loop.eventLoop())
            .channel(loops.socketType())
            .option(ChannelOption.ALLOCATOR, loops.allocator())
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .handler(new Opening(loop, protocol));
    Duration keepAlive = options.connectKeepAlive();
    if (keepAlive != null && loops.usesEpoll()) {
      bootstrap.option(EpollChannelOption.TCP_KEEPIDLE, (int) keepAlive.toSeconds());
    }
    Duration userTimeout = options.connectUserTimeout();
    if (userTimeout != null && loops.usesEpoll()) {
      bootstrap.option(EpollChannelOption.TCP_USER_TIMEOUT, (int) userTimeout.toMillis());
    }
    return bootstrap;
  }

  private static final class Opening extends ChannelInitializer<Channel> {
    private final Loop loop;
    private final Protocol protocol;

    Opening(Loop loop, Protocol protocol) {
      this.loop = loop;
      this.protocol = protocol;
    }

    @Override
    protected void initChannel(Channel opened) {
      opened.pipeline().addLast(new SocketConnection(loop, protocol));
    }
  }

  /** One connection on its way; the first protocol of it. Ends in exactly one way. */
  private final class Attempt implements Protocol, Pending {
    private final Loop loop;
    private final Callback callback;
    private Timer timer = Timer.UNSET;
    private @Nullable ChannelFuture connecting;
    private boolean securing;
    private boolean over;

    Attempt(Loop loop, Callback callback) {
      this.loop = loop;
      this.callback = callback;
    }

    void start() {
      timer = loop.after(limit, this::timeOut);
      ChannelFuture future = bootstrap(loop, this).connect(address);
      connecting = future;
      var _ = future.addListener(done -> connected((ChannelFuture) done));
    }

    private void connected(ChannelFuture done) {
      if (!done.isSuccess() && end()) {
        callback.failed(Causes.text(done.cause()));
      }
    }

    @Override
    public void opened(Connection connection) {
      if (over) {
        connection.abort();
      } else if (security != null && !securing) {
        securing = true;
        connection.secure(security.tls(), this, null);
      } else {
        if (security != null) {
          security.secured(connection);
        }
        end();
        callback.connected(connection);
      }
    }

    @Override
    public void closed(@Nullable Throwable why) {
      if (end()) {
        callback.failed(Causes.text(why));
      }
    }

    private void timeOut() {
      if (end()) {
        drop();
        callback.timedOut(limit);
      }
    }

    @Override
    public void cancel() {
      if (end()) {
        drop();
      }
    }

    private boolean end() {
      boolean first = !over;
      over = true;
      timer.stop();
      return first;
    }

    private void drop() {
      if (connecting != null) {
        var _ = connecting.channel().close();
      }
    }

    @Override
    public void received(ByteBuf bytes) {
      bytes.release();
    }

    @Override
    public void inputEnded() {}

    @Override
    public void sent(int bytes) {}
  }
}
