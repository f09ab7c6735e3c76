package weft.control.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends TLS in front of gRPC: its own stack insists on ALPN, and linkerd2-proxy sends none
 * (docs/spec control-plane.md 1). The bytes inside go to gRPC over a channel within the process,
 * whose address {@link KnownPeers} knows.
 */
final class TlsListener implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 10_000;
  private static final int BACKLOG = 1024;
  private static final long HANDSHAKE_SECONDS = 10;

  private final Supplier<SslContext> contexts;
  private final Inside inside;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final KnownPeers peers;
  private final Channel channel;

  /**
   * Starts to listen.
   *
   * @param contexts asked once for every connection, on its loop
   * @throws IOException naming the address, if it cannot be listened on
   */
  TlsListener(
      EventLoopGroup loops,
      InetSocketAddress address,
      Supplier<SslContext> contexts,
      Inside inside,
      KnownPeers peers)
      throws IOException {
    this.contexts = contexts;
    this.peers = peers;
    this.inside = inside;
    this.channel = bind(loops, address);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  int connections() {
    return connections.size();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly();
  }

  private Channel bind(EventLoopGroup loops, InetSocketAddress address) throws IOException {
    var binding =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Accept())
            .bind(address)
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new IOException(
          "control plane: cannot listen on " + address + ": " + binding.cause().getMessage(),
          binding.cause());
    }
    return binding.channel();
  }

  private final class Accept extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel accepted) {
      if (connections.size() >= MOST_CONNECTIONS) {
        var _ = accepted.close();
        return;
      }
      connections.add(accepted);
      var tls = contexts.get().newHandler(accepted.alloc());
      tls.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
      accepted.pipeline().addLast(tls, new HandOver(tls, peers, inside));
    }
  }
}
