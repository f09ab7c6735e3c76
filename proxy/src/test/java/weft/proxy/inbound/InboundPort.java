package weft.proxy.inbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import weft.proxy.config.Baseline;
import weft.proxy.config.Config;
import weft.proxy.config.Mode;
import weft.proxy.detect.TransportHeader;
import weft.proxy.discover.Discovery;
import weft.proxy.grpc.GrpcClient;
import weft.proxy.h1.Lines;
import weft.proxy.h2.Budget;
import weft.proxy.h2.FaultLog;
import weft.proxy.h2.H2Shared;
import weft.proxy.http.DateLine;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.identity.PeerVerifier;
import weft.proxy.identity.TrustAnchors;
import weft.proxy.outbound.LoopParts;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.Permits;
import weft.proxy.telemetry.InboundMetrics;
import weft.proxy.telemetry.RefusalLog;
import weft.proxy.telemetry.Registry;
import weft.proxy.telemetry.RequestMetrics;
import weft.proxy.telemetry.TransportMetrics;
import weft.proxy.transport.Listener;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Loops;
import weft.proxy.transport.TlsContexts;

/**
 * The inbound side of an explicit proxy with one listener for clients outside the mesh, without a
 * control plane: the default policy holds.
 */
final class InboundPort implements AutoCloseable {
  private final Loops loops = Loops.start(1);
  private final Registry metrics = new Registry(System::nanoTime, 1000);
  private final RefusalLog refusals =
      new RefusalLog(10, java.time.Clock.systemUTC(), System::nanoTime);
  private final Config config;
  private final TlsContexts tls;
  private final Inbound inbound;
  private final Listener listener;

  /** Before an application at {@code app} of this host, with variables of its own. */
  InboundPort(int app, Baseline variables) throws Exception {
    variables.mode = Mode.EXPLICIT;
    config = variables.parse();
    var nobody =
        new PeerVerifier(new TrustAnchors(java.util.List.of()), java.time.Clock.systemUTC());
    tls = new TlsContexts(nobody, TransportHeader.ALPN, config.limits().handshake(), Runnable::run);
    Loop loop = loops.all().getFirst();
    var on =
        new LoopParts(
            loop,
            new Lines(),
            new DateLine(System::currentTimeMillis),
            new H2Shared(Budget.UNLIMITED, FaultLog.NONE),
            new SplittableRandom(1));
    inbound = new Inbound(parts(loop), java.util.List.of(on));
    listener =
        Listener.bind(
            loops,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            config.inbound().sockets(),
            accepting -> inbound.accept(accepting, app));
  }

  private Parts parts(Loop loop) {
    var families = new InboundMetrics(metrics);
    return new Parts(
        config,
        loops,
        tls,
        discovery(loop),
        new Permits(config.inbound().maxInFlight()),
        RequestMetrics.declare(metrics, "", true),
        families,
        new TransportMetrics(metrics),
        new InboundFailures(refusals, families));
  }

  /** What stands where and why. */
  java.util.List<weft.proxy.stack.Stack.Listing> stacks() {
    return inbound.stacks();
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
    var nobody =
        new GrpcClient(
            new Refuse(new Refusal(Refusal.Kind.UNRESOLVED, "no control plane").reset()), "none");
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

  /** Takes no more connections; completes when those there are have ended. */
  java.util.concurrent.CompletionStage<Void> drain() {
    return listener.drain();
  }

  /** Takes no more connections; completes when those there are have been closed. */
  java.util.concurrent.CompletionStage<Void> cut() {
    return listener.cut();
  }

  /** On the loop, after what it was asked before. */
  void execute(Runnable action) {
    loops.all().getFirst().execute(action);
  }

  int port() {
    return listener.address().getPort();
  }

  @Override
  public void close() {
    listener.close();
    loops.close();
    tls.release();
  }
}
