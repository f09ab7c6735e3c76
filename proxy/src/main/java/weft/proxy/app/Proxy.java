package weft.proxy.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.admin.AdminService;
import weft.proxy.admin.AdminSite;
import weft.proxy.config.Config;
import weft.proxy.config.ControlAddress;
import weft.proxy.config.ExplicitConfig;
import weft.proxy.config.IdentityConfig;
import weft.proxy.config.Ip;
import weft.proxy.config.Mode;
import weft.proxy.config.SocketConfig;
import weft.proxy.detect.TransportHeader;
import weft.proxy.discover.ControlChannel;
import weft.proxy.discover.ControlMetrics;
import weft.proxy.discover.ControlNames;
import weft.proxy.discover.Discovery;
import weft.proxy.discover.Names;
import weft.proxy.h1.H1Server;
import weft.proxy.h1.Limits;
import weft.proxy.h1.Lines;
import weft.proxy.h2.Budget;
import weft.proxy.h2.BytesInFlight;
import weft.proxy.h2.FaultLog;
import weft.proxy.h2.H2Shared;
import weft.proxy.http.DateLine;
import weft.proxy.http.RefusalReports;
import weft.proxy.identity.Certification;
import weft.proxy.identity.Certifier;
import weft.proxy.identity.Credentials;
import weft.proxy.identity.EitherClock;
import weft.proxy.identity.PeerVerifier;
import weft.proxy.identity.RefreshTimes;
import weft.proxy.identity.TrustAnchors;
import weft.proxy.inbound.Inbound;
import weft.proxy.inbound.InboundFailures;
import weft.proxy.outbound.LoopParts;
import weft.proxy.outbound.Outbound;
import weft.proxy.outbound.OutboundFailures;
import weft.proxy.stack.Permits;
import weft.proxy.stack.Stack;
import weft.proxy.telemetry.BalancerMetrics;
import weft.proxy.telemetry.DnsMetrics;
import weft.proxy.telemetry.InboundMetrics;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.Logs;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.ProcessMetrics;
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
 * A running proxy.
 *
 * <p>Several can run in one process: nothing here is shared by them. Any thread but a data loop.
 */
public final class Proxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);
  private static final Duration CUT = Duration.ofSeconds(2);
  private static final String CERTIFICATE = "identity: not certified yet";
  private static final String APPLICATION = "application: its health check has not passed yet";

  private final Config config;
  private final Loops loops;
  private final Background background = new Background();
  private final Readying readying = new Readying();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean ending = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Listeners listeners;
  private final Registry metrics;
  private final RefusalLog refusals;
  private final TransportMetrics connections;
  private final RequestMetrics controlRequests;
  private final DnsMetrics controlLookUps;
  private final PeerVerifier verifier;
  private final TlsContexts tls;
  private final TlsContexts unnamed;
  private final List<LoopParts> parts;
  private final Outbound outbound;
  private final Inbound inbound;
  private final ApplicationHealth health;
  private final Enrolment enrolment;
  private final Certification certification;
  private final LazyChannel destination;
  private final Announcement announcement;
  private InetSocketAddress adminAddress;
  private InetSocketAddress outboundAddress;
  private InetSocketAddress inboundAddress;
  private volatile @Nullable IOException failure;

  private Proxy(Config config, int cpus) throws IOException, GeneralSecurityException {
    this.config = config;
    this.adminAddress = config.admin().listen();
    this.outboundAddress = config.outbound().listen().getFirst();
    this.inboundAddress = config.inbound().listen();
    this.metrics = new Registry(System::nanoTime, config.limits().series());
    this.refusals = new RefusalLog(config.limits().refusals(), Clock.systemUTC(), System::nanoTime);
    this.verifier =
        new PeerVerifier(TrustAnchors.parse(config.identity().trustAnchors()), Clock.systemUTC());
    this.tls = tlsContexts();
    this.unnamed = tlsContexts();
    Budget bytes = budget(config, metrics);
    this.loops = Loops.start(config.cores().loops(cpus));
    this.listeners = new Listeners(loops, config.limits().connections(), metrics, refusals);
    this.parts = loops.all().stream().map(loop -> loopParts(loop, bytes)).toList();
    ProcessMetrics.declare(metrics, Path.of("/proc"), Clock.systemUTC());
    this.controlRequests = RequestMetrics.declare(metrics, "control_", true);
    this.controlLookUps = new DnsMetrics(metrics);
    var control = controlParts(tls);
    this.destination =
        new LazyChannel(config.control().destination(), control, control("destination"));
    this.announcement = announcement(control);
    var discovery = discovery(control);
    this.connections = new TransportMetrics(metrics);
    var requests = RequestMetrics.declare(metrics, "", true);
    this.outbound = new Outbound(outboundParts(discovery, requests), parts);
    this.inbound = new Inbound(inboundParts(discovery, requests), parts);
    this.health = new ApplicationHealth(config.explicit(), background);
    this.enrolment = Enrolment.of(config.identity());
    this.certification = certification(control);
  }

  /**
   * Starts a proxy: binds its listeners, and serves once it is certified.
   *
   * @throws IOException names the listener that cannot be bound
   * @throws GeneralSecurityException says what is wrong with the trust anchors
   */
  public static Proxy start(Config config) throws IOException, GeneralSecurityException {
    var proxy = new Proxy(config, Runtime.getRuntime().availableProcessors());
    try {
      proxy.listen();
    } catch (IOException e) {
      proxy.close();
      throw e;
    }
    return proxy;
  }

  /** Without a certificate, until there is one. */
  private TlsContexts tlsContexts() throws IOException {
    return new TlsContexts(verifier, TransportHeader.ALPN, config.limits().handshake(), background);
  }

  /** What bodies hold, in the whole process. */
  private static Budget budget(Config config, Registry metrics) {
    var bytes = new BytesInFlight(config.limits().bufferedBytes());
    metrics
        .sampled("weft_buffered", "Bytes of HTTP/2 bodies in flight", "bytes")
        .gauge(Labels.NONE, () -> (double) bytes.held());
    metrics
        .sampled("weft_buffered_withheld", "Times a window was withheld: too much in flight", "")
        .counter(Labels.NONE, () -> (double) bytes.withheld());
    return bytes;
  }

  private static LoopParts loopParts(Loop loop, Budget bytes) {
    return new LoopParts(
        loop,
        new Lines(),
        new DateLine(System::currentTimeMillis),
        new H2Shared(bytes, FaultLog.NONE),
        new SplittableRandom());
  }

  // ---------------------------------------------------------------- what it is made of

  private ControlChannel.Parts controlParts(TlsContexts showing) {
    LoopParts first = parts.getFirst();
    return new ControlChannel.Parts(
        config,
        loops,
        first.loop(),
        new ControlNames(loops, first.loop(), config.dns(), new SplittableRandom()),
        showing,
        first.h2(),
        new SplittableRandom());
  }

  private ControlMetrics control(String component) {
    return new ControlMetrics(
        controlRequests,
        new BalancerMetrics(metrics, "control_" + component + "_balancer"),
        controlLookUps.client(component),
        Clock.systemUTC());
  }

  private Announcement announcement(ControlChannel.Parts control) {
    var announcer =
        new Announcer.Parts(
            destination.client(),
            control.loop(),
            control.backoff(config.control().destination()),
            control.random());
    return new Announcement(config, announcer, () -> ended.getCount() == 0);
  }

  private Discovery discovery(ControlChannel.Parts control) {
    ControlAddress destination = config.control().destination();
    ControlAddress policy = config.control().policy();
    return new Discovery(
        new Discovery.Parts(
            config.control(),
            config.limits().kept(),
            this.destination.client(),
            new LazyChannel(policy, control, control("policy")).client(),
            control.loop(),
            background,
            control.backoff(destination),
            control.random()));
  }

  private weft.proxy.outbound.Parts outboundParts(Discovery discovery, RequestMetrics requests) {
    var families = new OutboundMetrics(metrics);
    return new weft.proxy.outbound.Parts(
        config,
        loops,
        tls,
        discovery,
        new Names(config, loops),
        listeners::isOwn,
        new Permits(config.outbound().maxInFlight()),
        requests,
        ProfileMetrics.declare(metrics),
        families,
        connections,
        Clock.systemUTC(),
        new OutboundFailures(refusals, families));
  }

  private weft.proxy.inbound.Parts inboundParts(Discovery discovery, RequestMetrics requests) {
    var families = new InboundMetrics(metrics);
    return new weft.proxy.inbound.Parts(
        config,
        loops,
        tls,
        discovery,
        new Permits(config.inbound().maxInFlight()),
        requests,
        families,
        connections,
        new InboundFailures(refusals, families));
  }

  private Certification certification(ControlChannel.Parts control) {
    IdentityConfig identity = config.identity();
    readying.awaits(CERTIFICATE);
    if (health.isWanted()) {
      readying.awaits(APPLICATION);
    }
    return new Certification(
        new Certification.Parts(
            identity.serverName(),
            enrolment.request(),
            enrolment.tokens(),
            certifier(control),
            new Credentials(identity.id(), verifier, tls),
            new RefreshTimes(identity.minRefresh(), identity.maxRefresh()),
            new CertificationMetrics(metrics),
            Clock.systemUTC(),
            new EitherClock(background, Clock.systemUTC()),
            background,
            this::certified));
  }

  private Certifier certifier(ControlChannel.Parts control) {
    var service =
        new GrpcCertifier(enrolment.service(), control, controlParts(unnamed), control("identity"));
    return enrolment.joins() ? new RefusedJoin(service, ready::completeExceptionally) : service;
  }

  // ---------------------------------------------------------------- listeners

  private void listen() throws IOException {
    adminAddress =
        listeners.bind(
            Listeners.Side.ADMIN,
            adminAddress,
            new SocketConfig(null, null, null, null, null),
            adminAcceptor());
    LOG.info("Admin interface on {}", Ip.text(adminAddress));
    background.execute(certification::start);
  }

  private List<Stack.Listing> stacks() {
    var all = new ArrayList<>(outbound.stacks());
    all.addAll(inbound.stacks());
    return all;
  }

  private Listener.Acceptor adminAcceptor() {
    var site =
        new AdminSite(
            metrics,
            config.admin().metricsRetain(),
            readying::waitsFor,
            this::stacks,
            refusals,
            Logs.ofProcess(),
            config.admin().shutdownEndpoint() ? this::end : null);
    Limits limits = Limits.of(config.limits()).explaining(true);
    var reports = new RefusalReports("admin", LOG, refusals);
    return loop -> {
      LoopParts on = partsOf(loop);
      var setup = new H1Server.Setup(on.lines(), limits, on.dates(), reports::http1);
      return inbound.terminating(
          loop,
          adminAddress,
          () -> new H1Server(setup, new AdminService(loop, background, site), null));
    };
  }

  private LoopParts partsOf(Loop loop) {
    for (LoopParts on : parts) {
      if (on.loop().equals(loop)) {
        return on;
      }
    }
    throw new IllegalArgumentException("not one of the loops");
  }

  /** The first certificate is in use: from now on connections are taken. */
  private void certified() {
    System.gc(); // what the JDK kept of the private key is collected before anybody can look
    inbound.watch();
    try {
      serveApplication();
      health.await(this::admitPeers);
      readying.has(CERTIFICATE);
      ready.complete(null);
    } catch (IOException e) {
      cannotServe(e);
    }
  }

  private void serveApplication() throws IOException {
    SocketConfig sockets = config.outbound().sockets();
    List<InetSocketAddress> wanted = config.outbound().listen();
    for (InetSocketAddress listen : wanted) {
      InetSocketAddress bound =
          isTransparent()
              ? listeners.bindRedirected(Listeners.Side.OUTBOUND, listen, sockets, outbound::accept)
              : listeners.bind(Listeners.Side.OUTBOUND, listen, sockets, outbound::accept);
      outboundAddress = listen.equals(wanted.getFirst()) ? bound : outboundAddress;
      LOG.info("Outbound interface on {}", Ip.text(bound));
    }
    for (ExplicitConfig.Forward forward : config.explicit().outbound()) {
      listeners.bind(
          Listeners.Side.OUTBOUND,
          forward.listen(),
          sockets,
          loop -> outbound.accept(loop, forward.target()));
    }
  }

  private void admitPeers() {
    try {
      servePeers();
      readying.has(APPLICATION);
      announcement.admit(inboundAddress, adminAddress);
    } catch (IOException e) {
      cannotServe(e);
    }
  }

  private void servePeers() throws IOException {
    SocketConfig sockets = config.inbound().sockets();
    inboundAddress =
        isTransparent()
            ? listeners.bindRedirected(
                Listeners.Side.INBOUND, inboundAddress, sockets, inbound::accept)
            : listeners.bind(Listeners.Side.INBOUND, inboundAddress, sockets, inbound::accept);
    LOG.info("Inbound interface on {}", Ip.text(inboundAddress));
    for (ExplicitConfig.Accept accept : config.explicit().inbound()) {
      listeners.bind(
          Listeners.Side.INBOUND,
          accept.listen(),
          sockets,
          loop -> inbound.accept(loop, accept.port()));
    }
  }

  private boolean isTransparent() {
    return config.mode() == Mode.TRANSPARENT;
  }

  private void cannotServe(IOException why) {
    LOG.error("{}", why.getMessage());
    failure = why;
    ready.completeExceptionally(why);
    ended.countDown();
  }

  // ---------------------------------------------------------------- what others see

  /**
   * Completes once the proxy is certified and takes connections: the application's at once, its
   * peers' when the application has passed its health check. Fails with the reason once it is clear
   * that this will not come: a port is taken, or the join token is refused.
   */
  public CompletionStage<Void> ready() {
    return ready;
  }

  public InetSocketAddress admin() {
    return adminAddress;
  }

  public InetSocketAddress outbound() {
    return outboundAddress;
  }

  public InetSocketAddress inbound() {
    return inboundAddress;
  }

  /**
   * Waits until somebody asked for the end by {@code /shutdown}.
   *
   * @throws IOException names a listener that could not be bound once the proxy was certified
   */
  public void awaitEnd() throws InterruptedException, IOException {
    ended.await();
    var why = failure;
    if (why != null) {
      throw why;
    }
  }

  /** Asks for the end: {@link #awaitEnd} returns. Any thread; false if it was asked for before. */
  public boolean end() {
    boolean first = ending.compareAndSet(false, true);
    ended.countDown();
    return first;
  }

  /**
   * Takes no more connections, and waits until what is under way has ended, for the grace period at
   * the longest; the admin server goes on. Then {@link #close} cuts what is left. Not from a loop.
   * Source: docs/spec/inbound.md 18.
   */
  public void drain() throws InterruptedException {
    drain(EnumSet.of(Listeners.Side.INBOUND, Listeners.Side.OUTBOUND));
  }

  /** The same for what peers and clients opened; the application's own requests go on. */
  public void drainInbound() throws InterruptedException {
    drain(EnumSet.of(Listeners.Side.INBOUND));
  }

  /**
   * Announces this instance where it is one of a group: call it when the application runs. It is
   * told once peers are let in, then whether the application is ready, and withdrawn first.
   */
  public void announce() {
    announcement.announce();
  }

  /** Takes this instance out of discovery; peers send nothing new soon after. Idempotent. */
  public void withdraw() {
    announcement.withdraw();
  }

  private void drain(Set<Listeners.Side> sides) throws InterruptedException {
    withdraw();
    Duration grace = config.admin().shutdownGrace();
    if (!listeners.drain(sides, grace)) {
      LOG.warn("Graceful shutdown did not complete in {}, terminating now", grace);
    }
  }

  @Override
  public void close() {
    ended.countDown();
    if (closed.getAndSet(true)) {
      return;
    }
    cut();
    background.execute(this::forget);
    loops.close();
    background.close();
    tls.release();
    unnamed.release();
  }

  /** Before the loops end, so that every protocol hears of its end and gives back what it holds. */
  private void cut() {
    try {
      listeners.cut(CUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** On the background thread, where nobody uses the key meanwhile. */
  private void forget() {
    certification.stop();
    enrolment.request().key().destroy();
  }
}
