package weft.control.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;

/**
 * The mesh's DNS server on one address, UDP and TCP. Bounded: {@value TcpQueries#MOST_CONNECTIONS}
 * TCP connections, each for {@value TcpQueries#IDLE_SECONDS} s without a query; answers over UDP
 * that the socket cannot take at once are dropped, as clients ask again.
 */
public final class DnsServer implements AutoCloseable {
  private static final int ATTEMPTS = 8;

  private final Channel udp;
  private final Channel tcp;

  private DnsServer(Channel udp, Channel tcp) {
    this.udp = udp;
    this.tcp = tcp;
  }

  /**
   * Starts to listen; blocks until it does, so never call it on a loop.
   *
   * @param loops for NIO; stay the caller's, and call {@code names}
   * @param address port 0: any that is free for both
   * @throws IOException naming the address, if it cannot be listened on
   */
  public static DnsServer listen(EventLoopGroup loops, InetSocketAddress address, Names names)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      var tcp = listenTcp(loops, address, names);
      try {
        return new DnsServer(listenUdp(loops, (InetSocketAddress) tcp.localAddress(), names), tcp);
      } catch (IOException e) {
        tcp.close().awaitUninterruptibly();
        // A port that was free for TCP may be taken for UDP: let the system choose another.
        if (address.getPort() != 0 || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) udp.localAddress();
  }

  /** Stops to listen; connections end by themselves. */
  @Override
  public void close() {
    udp.close().awaitUninterruptibly();
    tcp.close().awaitUninterruptibly();
  }

  private static Channel listenTcp(EventLoopGroup loops, InetSocketAddress address, Names names)
      throws IOException {
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(new TcpQueries(new Responder(names)));
    return bound(bootstrap.bind(address), "tcp", address);
  }

  private static Channel listenUdp(EventLoopGroup loops, InetSocketAddress address, Names names)
      throws IOException {
    var bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(NioDatagramChannel.class)
            .handler(new UdpQueries(new Responder(names)));
    return bound(bootstrap.bind(address), "udp", address);
  }

  private static Channel bound(ChannelFuture binding, String protocol, InetSocketAddress address)
      throws IOException {
    try {
      binding.await();
    } catch (InterruptedException e) {
      var _ = binding.channel().close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while starting to listen");
    }
    if (!binding.isSuccess()) {
      var what = "dns: cannot listen on " + address + " (" + protocol + ")";
      throw new IOException(what + ": " + binding.cause().getMessage(), binding.cause());
    }
    return binding.channel();
  }
}
