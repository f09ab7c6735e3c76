package weft.control.server;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import weft.control.ca.SigningKey;
import weft.control.ca.TrustMaterial;
import weft.control.mesh.MeshText;
import weft.control.token.TokenSigner;
import weft.control.token.Workload;

/** A control plane of one's own, with its files and its clients. */
final class Plane implements AutoCloseable {
  static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  final Path directory;
  final TrustMaterial material;
  final LinkedBlockingQueue<Reload> reloads = new LinkedBlockingQueue<>();
  final ControlPlane plane;
  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<ManagedChannel> channels = new ArrayList<>();

  Plane(Path directory, String... documents) throws IOException, RefusedMesh {
    this.directory = directory;
    this.material =
        TrustMaterial.generate("linkerd", "cluster.local", Instant.now(), new SecureRandom());
    material.writeTo(directory.resolve("ca"));
    write(documents);
    this.plane =
        ControlPlane.start(
            mesh(),
            Options.standard()
                .withApi(ANY)
                .withDns(ANY)
                .withPlaintext(List.of(ANY, ANY))
                .withReloads(reloads::add));
  }

  Path mesh() {
    return directory.resolve("mesh.yaml");
  }

  static String text(String... documents) {
    return MeshText.documents(documents)
        .replace("spec:\n  trust", "spec:\n  join: { key: ca/join-key.pem }\n  trust");
  }

  void write(String... documents) throws IOException {
    writeText(text(documents));
  }

  /** As editors do: a new file takes the place of the old one. */
  void writeText(String text) throws IOException {
    var fresh = Files.writeString(directory.resolve("mesh.yaml.tmp"), text);
    Files.move(fresh, mesh(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  Reload nextReload() throws InterruptedException {
    var reload = reloads.poll(10, TimeUnit.SECONDS);
    if (reload == null) {
      throw new AssertionError("no reload");
    }
    return reload;
  }

  String token(String serviceAccount) throws Exception {
    return token(serviceAccount, null);
  }

  /** A token by which instances of a group may be announced. */
  String token(String serviceAccount, @Nullable String group) throws Exception {
    var signer =
        new TokenSigner(
            SigningKey.read(directory.resolve("ca/join-key.pem")),
            InstantSource.system(),
            new SecureRandom());
    return signer.sign(
        signer.draft(new Workload("ns1", serviceAccount), group, Duration.ofHours(1)));
  }

  Tunnel anonymous() throws IOException {
    return Tunnel.anonymous(plane.api(), material.anchor());
  }

  /** A client that speaks HTTP/2 in clear to a port on loopback. */
  ManagedChannel client(int port) {
    var channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(ANY.getAddress(), port))
            .usePlaintext()
            .eventLoopGroup(loop)
            .channelType(NioSocketChannel.class)
            .build();
    channels.add(channel);
    return channel;
  }

  static <Q, A> A call(ManagedChannel channel, MethodDescriptor<Q, A> method, Q request) {
    return ClientCalls.blockingUnaryCall(
        channel, method, CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS), request);
  }

  static <Q, A> Iterator<A> stream(
      ManagedChannel channel, MethodDescriptor<Q, A> method, Q request) {
    return ClientCalls.blockingServerStreamingCall(
        channel, method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), request);
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    plane.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
