package weft.control.server;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Starts gRPC servers with one set of limits.
 *
 * @param sockets loops for NIO
 * @param inside loops for channels within the process
 * @param open services that anybody may call
 * @param guarded services that, on the TLS port, need a verified client
 */
record GrpcServers(
    EventLoopGroup sockets,
    EventLoopGroup inside,
    Executor executor,
    List<ServerServiceDefinition> open,
    List<ServerServiceDefinition> guarded) {
  private static final int LARGEST_REQUEST = 64 << 10;
  private static final int LARGEST_METADATA = 16 << 10;
  private static final int MOST_CALLS = 100_000;

  /** For what the TLS listener hands over. */
  Server tls(LocalAddress address, KnownPeers peers) throws IOException {
    var builder =
        NettyServerBuilder.forAddress(address)
            .channelFactory(LocalServer::new)
            .intercept(new CallerPeer(peers));
    open.forEach(builder::addService);
    guarded.forEach(
        service -> builder.addService(ServerInterceptors.intercept(service, new RequirePeer())));
    return start(builder, inside);
  }

  /** In clear: everything for everybody who reaches it, so loopback only. */
  Server plaintext(List<InetSocketAddress> addresses) throws IOException {
    var builder =
        NettyServerBuilder.forAddress(addresses.getFirst())
            .channelType(NioServerSocketChannel.class);
    addresses.stream().skip(1).forEach(builder::addListenAddress);
    open.forEach(builder::addService);
    guarded.forEach(builder::addService);
    return start(builder, sockets);
  }

  private Server start(NettyServerBuilder builder, EventLoopGroup loops) throws IOException {
    return builder
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .executor(executor)
        .maxInboundMessageSize(LARGEST_REQUEST)
        .maxInboundMetadataSize(LARGEST_METADATA)
        .maxConcurrentCallsPerConnection(MOST_CALLS)
        // Proxies ping often and without calls; half-dead ones must not hold streams for ever.
        .permitKeepAliveTime(1, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .keepAliveTime(30, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .build()
        .start();
  }
}
