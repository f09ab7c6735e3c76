package weft.testkit.mesh;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import weft.api.destination.GetDestination;
import weft.api.identity.CertifyRequest;
import weft.api.inbound.PortSpec;
import weft.api.outbound.TrafficSpec;

/**
 * A control plane on the loopback, in clear, that says only what the test wants it to.
 *
 * <p>Certify is answered by {@link Issuer} at first, everything else stays silent. {@link TlsDoor}
 * gives it a port with mesh TLS. Any thread.
 */
public final class MockControl implements AutoCloseable {
  private static final String PROXY = "io.linkerd.proxy.";

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Issuer issuer;
  private @Nullable Server server;
  private int port;

  private final Rpc<CertifyRequest> certify =
      new Rpc<>(
          PROXY + "identity.Identity",
          "Certify",
          MethodType.UNARY,
          CertifyRequest.getDefaultInstance());
  private final Rpc<GetDestination> endpoints = destination("Get");
  private final Rpc<GetDestination> profiles = destination("GetProfile");
  private final Rpc<PortSpec> inbound =
      new Rpc<>(
          PROXY + "inbound.InboundServerPolicies",
          "WatchPort",
          MethodType.SERVER_STREAMING,
          PortSpec.getDefaultInstance());
  private final Rpc<TrafficSpec> outbound =
      new Rpc<>(
          PROXY + "outbound.OutboundPolicies",
          "Watch",
          MethodType.SERVER_STREAMING,
          TrafficSpec.getDefaultInstance());

  private MockControl(Authority authority) {
    issuer = new Issuer(authority);
    certify.whenCalled(issuer);
  }

  private static Rpc<GetDestination> destination(String name) {
    return new Rpc<>(
        PROXY + "destination.Destination",
        name,
        MethodType.SERVER_STREAMING,
        GetDestination.getDefaultInstance());
  }

  /** Starts one whose certificates that authority signs. */
  public static MockControl start(Authority authority) {
    var control = new MockControl(authority);
    control.start();
    return control;
  }

  /** Listens, on the port that it had before if there was one. */
  public void start() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var starting =
          NettyServerBuilder.forAddress(address)
              .channelType(NioServerSocketChannel.class)
              .bossEventLoopGroup(loop)
              .workerEventLoopGroup(loop)
              .executor(executor)
              .addService(service(certify))
              .addService(service(endpoints, profiles))
              .addService(service(inbound))
              .addService(service(outbound))
              .build()
              .start();
      port = starting.getPort();
      server = starting;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the control plane", e);
    }
  }

  private static ServerServiceDefinition service(Rpc<?>... methods) {
    var builder =
        ServerServiceDefinition.builder(
            java.util.Objects.requireNonNull(methods[0].method().getServiceName()));
    for (var method : methods) {
      builder.addMethod(method.definition());
    }
    return builder.build();
  }

  /** Goes away at once: connections break, and nobody listens. */
  public void stop() {
    var running = server;
    if (running != null) {
      server = null;
      awaitEnd(running.shutdownNow());
    }
  }

  private static void awaitEnd(Server ending) {
    try {
      if (!ending.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new AssertionError("the control plane does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public int port() {
    return port;
  }

  /** What answers Certify unless the test says otherwise. */
  public Issuer issuer() {
    return issuer;
  }

  public Rpc<CertifyRequest> certify() {
    return certify;
  }

  /** {@code Destination.Get}. */
  public Rpc<GetDestination> endpoints() {
    return endpoints;
  }

  /** {@code Destination.GetProfile}. */
  public Rpc<GetDestination> profiles() {
    return profiles;
  }

  /** {@code InboundServerPolicies.WatchPort}. */
  public Rpc<PortSpec> inbound() {
    return inbound;
  }

  /** {@code OutboundPolicies.Watch}. */
  public Rpc<TrafficSpec> outbound() {
    return outbound;
  }

  @Override
  public void close() {
    stop();
    loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    executor.shutdown();
  }
}
