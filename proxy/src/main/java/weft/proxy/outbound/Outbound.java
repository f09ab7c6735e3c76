package weft.proxy.outbound;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Addr;
import weft.proxy.config.Routing;
import weft.proxy.h1.H1Server;
import weft.proxy.h2.H2Server;
import weft.proxy.h2.H2Shared;
import weft.proxy.http.ConcurrencyLimit;
import weft.proxy.http.HeaderName;
import weft.proxy.http.HttpService;
import weft.proxy.http.NormalizeUri;
import weft.proxy.http.OriginForm;
import weft.proxy.http.Respond;
import weft.proxy.http.StripHeaders;
import weft.proxy.stack.Stack;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Protocol;

/**
 * The outbound side of a process: what each accepted connection of the application meets.
 *
 * <p>Made once; connections come on their loops.
 */
public final class Outbound {
  private final Map<Loop, PerLoop> loops;

  /** For these loops. */
  public Outbound(Parts parts, List<LoopParts> loops) {
    var all = new HashMap<Loop, PerLoop>();
    var budgets = new RetryBudgets();
    for (LoopParts on : loops) {
      all.put(on.loop(), new PerLoop(parts, on, budgets));
    }
    this.loops = Map.copyOf(all);
  }

  /** A connection to the outbound port: HTTP, routed by authority. */
  public Protocol accept(Loop loop) {
    return new Front(on(loop), Entry.PROXY);
  }

  /** A connection to a listener of {@code target}: whatever it speaks goes there. */
  public Protocol accept(Loop loop, Addr target) {
    return new Front(on(loop), new Entry(Target.listened(target), false));
  }

  /**
   * A redirected connection, which was going to {@code original}: it goes where that leads, or each
   * request where its authority does, as is configured.
   */
  public Protocol accept(Loop loop, InetSocketAddress original) {
    PerLoop on = on(loop);
    boolean byAuthority = on.parts.config().routing() == Routing.AUTHORITY;
    return new Front(on, new Entry(Target.of(original), byAuthority));
  }

  private PerLoop on(Loop loop) {
    PerLoop on = loops.get(loop);
    if (on == null) {
      throw new IllegalArgumentException("not one of the loops");
    }
    return on;
  }

  /** What stands where and why, for the admin server. */
  public List<Stack.Listing> stacks() {
    PerLoop any = loops.values().iterator().next();
    var all = new ArrayList<Stack.Listing>();
    all.add(any.server.listing());
    all.addAll(any.stacks.listings());
    return all;
  }

  /** What one loop's connections share. */
  static final class PerLoop {
    final Parts parts;
    final LoopParts on;
    private final H2Shared h2;
    final Destination.Stacks stacks;
    final OpaqueRoutes opaque;
    private final Stack.Assembled<Entry, HttpService> server;
    private final HttpService proxy;

    PerLoop(Parts parts, LoopParts on, RetryBudgets budgets) {
      this.parts = parts;
      this.on = on;
      this.h2 = on.h2().tellingTo(parts.failures());
      this.stacks = Destination.Stacks.of(parts, on, budgets);
      this.opaque = new OpaqueRoutes(parts, on, stacks.plans());
      var destinations = AuthorityRouter.destinations(parts, on, stacks);
      this.server = server(entry -> new AuthorityRouter(destinations, entry));
      var tunnels = Tunnels.ends(this);
      this.proxy =
          server(entry -> new Tunnels(tunnels, new AuthorityRouter(destinations, entry)))
              .build(Entry.PROXY);
    }

    private Stack.Assembled<Entry, HttpService> server(Function<Entry, HttpService> router) {
      return Stack.<Entry, HttpService>named("outbound http server")
          .layer(
              new Respond(parts.informational(), parts.failures()),
              "outermost: every failure below becomes an answer that explains itself")
          .layer(
              new ConcurrencyLimit(parts.permits()),
              "before any work is done for a request that cannot be taken")
          .layer(
              new StripHeaders(HeaderName.L5D_CLIENT_ID), "an application cannot claim an identity")
          .layer(new NormalizeUri(), "routing below asks for the authority only")
          .layer(new OriginForm(), "servers are not asked as proxies are")
          .over(router::apply);
    }

    private HttpService service(Entry entry) {
      return entry.isProxy() ? proxy : server.build(entry);
    }

    Protocol http1(Entry entry) {
      var setup =
          new H1Server.Setup(
              on.lines(),
              parts.limits().requiringHost(entry.isProxy()),
              on.dates(),
              parts.failures());
      return new H1Server(setup, service(entry), null);
    }

    Protocol http2(Entry entry) {
      return new H2Server(service(entry), parts.serverOptions(), h2, null);
    }
  }

  /**
   * How a connection came in.
   *
   * @param target where it goes; null if only its requests say that
   * @param byAuthority requests go where their authority leads; {@code target} is for others
   */
  record Entry(@Nullable Target target, boolean byAuthority)
      implements NormalizeUri.Facts, OriginForm.Facts {
    static final Entry PROXY = new Entry(null, true);

    @Override
    public boolean isProxy() {
      return target == null;
    }

    @Override
    public @Nullable String defaultAuthority() {
      return target == null ? null : target.addr().authority();
    }
  }
}
