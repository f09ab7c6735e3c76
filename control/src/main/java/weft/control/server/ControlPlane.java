package weft.control.server;

import io.grpc.Server;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import weft.control.destination.DestinationService;
import weft.control.dns.DnsServer;
import weft.control.mesh.Mesh;
import weft.control.mesh.Problem;
import weft.control.policy.InboundService;
import weft.control.policy.OutboundService;
import weft.control.registry.Registrations;
import weft.control.registry.RegistryService;
import weft.control.registry.StateDirectory;

/**
 * A running control plane: Identity, Destination, both policy services and the registry on one TLS
 * port, DNS, and the mesh file's changes. Any thread.
 */
public final class ControlPlane implements AutoCloseable {
  private static final int LOOPS = 1;

  /**
   * Few: calls do not wait for anything but each other, at the feed of the mesh, and thousands may
   * come at once.
   */
  private static final int CALL_THREADS = 2;

  private static final long REGISTRY_MILLIS = 200;

  private final EventLoopGroup sockets =
      new MultiThreadIoEventLoopGroup(LOOPS, NioIoHandler.newFactory());
  private final Inside inside =
      new Inside(
          new MultiThreadIoEventLoopGroup(LOOPS, LocalIoHandler.newFactory()),
          new LocalAddress(ControlPlane.class));
  private final ExecutorService calls =
      Executors.newFixedThreadPool(
          CALL_THREADS, Thread.ofPlatform().daemon().name("weft-control-call-", 0).factory());
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final MeshState state;
  private final DestinationService destination;
  private final Registrations registrations;
  private @Nullable TlsListener tls;
  private @Nullable Server plaintext;
  private @Nullable DnsServer dns;

  private ControlPlane(MeshState state, InstantSource clock) {
    this.state = state;
    this.destination = new DestinationService(state.feed());
    var directory = state.feed().current().settings().state();
    this.registrations =
        new Registrations(new StateDirectory(directory, clock), System::nanoTime, state::announce);
    state.announcedBy(registrations::workloads);
  }

  /**
   * Reads the mesh file and listens; returns when every port is bound.
   *
   * @throws RefusedMesh for errors in the mesh file or in what it names
   * @throws IOException naming an address that cannot be listened on
   */
  public static ControlPlane start(Path meshFile, Options options) throws IOException, RefusedMesh {
    var sources = new Trust.Sources(options.clock(), new SecureRandom());
    var plane = new ControlPlane(MeshState.start(meshFile, sources), options.clock());
    try {
      plane.listen(options, sources);
      return plane;
    } catch (IOException | RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  /** All that is wrong or doubtful in a mesh file and in the key files that it names. */
  public static List<Problem> check(Path meshFile) {
    var standard = Options.standard();
    return MeshState.check(meshFile, new Trust.Sources(standard.clock(), new SecureRandom()));
  }

  /** Where the TLS port listens. */
  public InetSocketAddress api() {
    if (tls == null) {
      throw new IllegalStateException("not started");
    }
    return tls.address();
  }

  /** Where DNS is answered. */
  public InetSocketAddress dns() {
    if (dns == null) {
      throw new IllegalStateException("not started");
    }
    return dns.address();
  }

  /** Where everything is served in clear, in the order of the options. */
  public List<InetSocketAddress> plaintext() {
    return plaintext == null
        ? List.of()
        : plaintext.getListenSockets().stream().map(InetSocketAddress.class::cast).toList();
  }

  public Mesh mesh() {
    return state.feed().current();
  }

  /** What became of the last reading of the mesh file; the first counts. */
  public Reload lastReload() {
    return state.last();
  }

  /** Instances of groups that are registered now. */
  public int registrations() {
    return registrations.size();
  }

  /** Open discovery and policy streams. */
  public int openStreams() {
    return state.feed().watchers();
  }

  /** Endpoint streams that were ended because their client did not read. */
  public long endpointQueueOverflows() {
    return destination.overflows();
  }

  /** Ends all streams and stops listening. */
  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
    calls.shutdown();
    for (var loops : List.of(sockets, inside.loops())) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  private void listen(Options options, Trust.Sources sources) throws IOException {
    var servers = servers();
    var listen = mesh().settings().listen();
    var peers = new KnownPeers();
    var grpc = servers.tls(inside.grpc(), peers);
    closing.push(grpc::shutdownNow);
    var own = new OwnCertificate(state::trust, sources);
    tls = new TlsListener(sockets, options.api().orElse(listen.api()), own, inside, peers);
    closing.push(tls::close);
    if (!options.plaintext().isEmpty()) {
      plaintext = servers.plaintext(options.plaintext());
      closing.push(plaintext::shutdownNow);
    }
    dns =
        DnsServer.listen(sockets, options.dns().orElse(listen.dns()), new MeshNames(state.feed()));
    closing.push(dns::close);
    var reloader = new Reloader(state, options.onReload());
    closing.push(reloader::close);
    var patrol = new Patrol("weft-control-registry", REGISTRY_MILLIS, registrations::look);
    closing.push(patrol::close);
  }

  private GrpcServers servers() {
    return new GrpcServers(
        sockets,
        inside.loops(),
        calls,
        List.of(new IdentityBinding(() -> state.trust().certifier()).service()),
        List.of(
            DestinationBinding.of(destination),
            InboundBinding.of(new InboundService(state.feed())),
            OutboundBinding.of(new OutboundService(state.feed())),
            RegistryBinding.of(new RegistryService(state.feed(), registrations))));
  }
}
