package weft.proxy.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import weft.proxy.config.Addr;
import weft.proxy.config.Baseline;
import weft.proxy.config.Config;
import weft.proxy.config.Mode;
import weft.proxy.detect.TransportHeader;
import weft.proxy.discover.Discovery;
import weft.proxy.discover.Names;
import weft.proxy.grpc.GrpcClient;
import weft.proxy.h1.Lines;
import weft.proxy.h2.Budget;
import weft.proxy.h2.FaultLog;
import weft.proxy.h2.H2Shared;
import weft.proxy.http.DateLine;
import weft.proxy.http.Failures;
import weft.proxy.http.HttpService;
import weft.proxy.http.Informational;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.Respond;
import weft.proxy.identity.PeerVerifier;
import weft.proxy.identity.TrustAnchors;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.Permits;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.ProfileMetrics;
import weft.proxy.telemetry.RefusalLog;
import weft.proxy.telemetry.Registry;
import weft.proxy.telemetry.RequestMetrics;
import weft.proxy.telemetry.TransportMetrics;
import weft.proxy.transport.Listener;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Loops;
import weft.proxy.transport.TlsContexts;

/**
 * The outbound side of an explicit proxy on a loopback port, with a control plane that knows
 * nothing: targets are addresses, or names that the system knows.
 */
final class OutboundPort implements AutoCloseable {
  private final Loops loops = Loops.start(1);
  private final Registry metrics = new Registry(System::nanoTime, 1000);
  private final RefusalLog refusals =
      new RefusalLog(10, java.time.Clock.systemUTC(), System::nanoTime);
  private final Set<InetSocketAddress> own = ConcurrentHashMap.newKeySet();
  private final Config config;
  private final TlsContexts tls;
  private final Outbound outbound;
  private final Listener listener;

  OutboundPort() throws Exception {
    this(new Baseline());
  }

  /** With variables of its own. */
  OutboundPort(Baseline variables) throws Exception {
    variables.mode = Mode.EXPLICIT;
    config = variables.parse();
    var nobody =
        new PeerVerifier(new TrustAnchors(java.util.List.of()), java.time.Clock.systemUTC());
    tls =
        new TlsContexts(
            nobody, TransportHeader.ALPN, java.time.Duration.ofSeconds(10), Runnable::run);
    Loop loop = loops.all().getFirst();
    var on =
        new LoopParts(
            loop,
            new Lines(),
            new DateLine(System::currentTimeMillis),
            new H2Shared(Budget.UNLIMITED, FaultLog.NONE),
            new SplittableRandom(1));
    outbound = new Outbound(parts(loop), java.util.List.of(on));
    listener =
        Listener.bind(
            loops,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            config.outbound().sockets(),
            outbound::accept);
    own.add(listener.address());
  }

  private Parts parts(Loop loop) {
    var families = new OutboundMetrics(metrics);
    return new Parts(
        config,
        loops,
        tls,
        discovery(loop),
        new Names(config, loops),
        own::contains,
        new Permits(config.outbound().maxInFlight()),
        RequestMetrics.declare(metrics, "", true),
        ProfileMetrics.declare(metrics),
        families,
        new TransportMetrics(metrics),
        java.time.Clock.systemUTC(),
        new OutboundFailures(refusals, families));
  }

  /** All metrics, as they would be shown now. */
  String scrape() {
    var out = new StringBuilder();
    metrics.write(out::append, java.time.Duration.ofHours(1));
    return out.toString();
  }

  /** The last refusals, the newest first. */
  String refusals() {
    return refusals.print();
  }

  private Discovery discovery(Loop loop) {
    var nobody = new GrpcClient(ignorant(), "none");
    return new Discovery(
        new Discovery.Parts(
            config.control(),
            config.limits().kept(),
            nobody,
            nobody,
            loop,
            loop::execute,
            new ExponentialBackoff(
                java.time.Duration.ofMillis(100), java.time.Duration.ofSeconds(1), 0),
            new SplittableRandom(2)));
  }

  /** A control plane that knows nothing. */
  private static HttpService ignorant() {
    var notFound = new Refuse(new Refusal(Refusal.Kind.NO_ROUTE, "unknown").reset());
    return new Respond(Informational.EVERYBODY, Failures.NONE).wrap("control plane", notFound);
  }

  int port() {
    return listener.address().getPort();
  }

  /** A listener of {@code target}. */
  Listener listen(Addr target) throws java.io.IOException {
    return Listener.bind(
        loops,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        config.outbound().sockets(),
        loop -> outbound.accept(loop, target));
  }

  @Override
  public void close() {
    listener.close();
    loops.close();
    tls.release();
  }
}
