package weft.proxy.inbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.ExplicitConfig;
import weft.proxy.config.InboundConfig;
import weft.proxy.config.Ip;
import weft.proxy.config.Mode;
import weft.proxy.h1.H1Server;
import weft.proxy.h1.Refusals;
import weft.proxy.h2.H2Options;
import weft.proxy.h2.H2Server;
import weft.proxy.h2.H2Shared;
import weft.proxy.http.HttpService;
import weft.proxy.outbound.LoopParts;
import weft.proxy.policy.Peer;
import weft.proxy.stack.IdleCache;
import weft.proxy.stack.IdleCache.Handle;
import weft.proxy.stack.Stack;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Protocol;

/**
 * The inbound side of a process: what each accepted connection meets.
 *
 * <p>Made once; connections come on their loops. Source: docs/spec/inbound.md 4, 15.
 */
public final class Inbound {
  private static final InetAddress NOWHERE = new InetSocketAddress(0).getAddress();

  private final Map<Loop, PerLoop> loops;

  /** For these loops; watches the policies of the application's ports from now on. */
  public Inbound(Parts parts, List<LoopParts> loops) {
    var all = new HashMap<Loop, PerLoop>();
    for (LoopParts on : loops) {
      all.put(on.loop(), new PerLoop(parts, on));
    }
    this.loops = Map.copyOf(all);
  }

  /** A connection of a peer's proxy to the inbound port. */
  public Protocol accept(Loop loop) {
    PerLoop on = on(loop);
    return new TlsFront(on, new TlsFront.Direct(on, on.parts.config().explicit().appHost()));
  }

  /**
   * A redirected connection, which was going to {@code original}: to the inbound port itself if it
   * is a peer's proxy that knows us. Source: docs/spec/inbound.md 4.
   */
  public Protocol accept(Loop loop, InetSocketAddress original) {
    PerLoop on = on(loop);
    InboundConfig inbound = on.parts.config().inbound();
    if (!inbound.ips().isEmpty() && !inbound.ips().contains(original.getAddress())) {
      String why = Ip.text(original.getAddress()) + " is not one of LINKERD2_PROXY_INBOUND_IPS";
      return new Turned(on, original, why);
    }
    return original.getPort() == inbound.listen().getPort()
        ? new TlsFront(on, new TlsFront.Direct(on, original.getAddress()))
        : new TlsFront(on, new TlsFront.Accepted(on, original));
  }

  /**
   * A connection to a server of this proxy's own at {@code listener}: TLS for our name ends here,
   * anything else reaches the server as it is. Source: docs/spec/identity-tls.md 6.
   */
  public Protocol terminating(Loop loop, InetSocketAddress listener, Supplier<Protocol> server) {
    return new TlsFront(on(loop), new TlsFront.Own(listener, server));
  }

  /** A connection from outside the mesh to a listener of the application's {@code port}. */
  public Protocol accept(Loop loop, int port) {
    PerLoop on = on(loop);
    return new TlsFront(on, new TlsFront.Accepted(on, on.app(port)));
  }

  /**
   * Asks for the policies of all declared ports, so that the first connection meets what the
   * control plane says. Called once certified, as asking needs a certificate. Any thread.
   */
  public void watch() {
    for (PerLoop on : loops.values()) {
      on.on.loop().execute(on::watch);
    }
  }

  /** What stands where and why, for the admin server. */
  public List<Stack.Listing> stacks() {
    return loops.values().iterator().next().stacks();
  }

  private PerLoop on(Loop loop) {
    PerLoop on = loops.get(loop);
    if (on == null) {
      throw new IllegalArgumentException("not one of the loops");
    }
    return on;
  }

  /** What serves one client at one port, and what its codecs tell their refusals to. */
  record App(
      HttpService service, Refusals refusals, H2Shared h2, @Nullable Handle<PortPolicy> policy) {
    void retire() {
      service.retire();
      if (policy != null) {
        policy.release();
      }
    }
  }

  /** What one loop's connections share. */
  static final class PerLoop {
    final Parts parts;
    final LoopParts on;
    final AppStack stack;
    final PortPolicies policies;
    private final IdleCache<AppTarget, App> services;

    PerLoop(Parts parts, LoopParts on) {
      this.parts = parts;
      this.on = on;
      this.stack = new AppStack(parts, on);
      this.policies = new PortPolicies(parts, on.loop());
      this.services =
          new IdleCache<>(
              parts.config().limits().targets(),
              parts.config().inbound().discoveryIdle(),
              on.loop(),
              this::build,
              App::retire);
    }

    private void watch() {
      for (ExplicitConfig.AppPort declared : parts.config().explicit().appPorts()) {
        policies.keep(declared.port());
      }
      if (parts.config().mode() == Mode.TRANSPARENT) {
        parts.config().inbound().ports().forEach(policies::keep);
      }
    }

    /** Assembled for nobody, under a policy that asks nobody. */
    private List<Stack.Listing> stacks() {
      var nobody = new AppTarget(app(0), Peer.plain(NOWHERE), false);
      var admission = new Admission(nobody, new PortPolicy(parts, 0), parts);
      return List.of(stack.server(admission).listing(), stack.application(admission).listing());
    }

    private App build(AppTarget target) {
      int port = target.app().getPort();
      Handle<PortPolicy> held = policies.hold(port);
      var admission = new Admission(target, policies.of(port), parts);
      return new App(
          stack.server(admission).build(target), admission, on.h2().tellingTo(admission), held);
    }

    InetSocketAddress app(int port) {
      return new InetSocketAddress(parts.config().explicit().appHost(), port);
    }

    /** The service for a client; null if too many are in use. */
    @Nullable Handle<App> service(Peer peer, InetSocketAddress app) {
      return services.acquire(new AppTarget(app, peer, false));
    }

    Protocol http1(App app, Peer peer) {
      boolean meshed = peer.identity() != null;
      var setup = new H1Server.Setup(on.lines(), parts.limits(meshed), on.dates(), app.refusals());
      return new H1Server(setup, app.service(), text(peer));
    }

    Protocol http2(App app, Peer peer) {
      H2Options options = parts.serverOptions().withWrittenNames(peer.identity() != null);
      return new H2Server(app.service(), options, app.h2(), text(peer));
    }

    /** Closes a connection, and tells why. */
    void refuse(Connection c, @Nullable InetSocketAddress target, String error, String why) {
      parts.failures().connection(c.remoteAddress(), target, error, why);
      c.close();
    }

    private static @Nullable String text(Peer peer) {
      return peer.identity() == null ? null : peer.identity().text();
    }
  }
}
