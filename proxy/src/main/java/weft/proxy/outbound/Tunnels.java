package weft.proxy.outbound;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Addr;
import weft.proxy.http.Caller;
import weft.proxy.http.ErrorContext;
import weft.proxy.http.Exchange;
import weft.proxy.http.FailFastQueue;
import weft.proxy.http.Header;
import weft.proxy.http.HttpService;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.RequestHead;
import weft.proxy.http.TunnelConnection;
import weft.proxy.stack.IdleCache;
import weft.proxy.stack.LineEvents;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Signal;
import weft.proxy.stack.Stack;

/**
 * Ends CONNECT at the outbound port: what comes inside the tunnel is a connection to the target
 * that it names, as one to a listener of that target.
 *
 * <p>It is accepted once it is known where the target leads; a target that leads nowhere is the
 * answer to the CONNECT. Every other request, and an extended CONNECT (RFC 8441), passes. Loop
 * only. Source: contracts of explicit mode; RFC 9110, 9.3.6.
 */
final class Tunnels implements HttpService {
  private static final Refusal NO_TARGET =
      new Refusal(
          Refusal.Kind.BAD_REQUEST,
          "the target of CONNECT must be host and port (RFC 9110, 9.3.6)");

  private final IdleCache<Addr, HttpService> ends;
  private final HttpService inner;

  Tunnels(IdleCache<Addr, HttpService> ends, HttpService inner) {
    this.ends = ends;
    this.inner = inner;
  }

  /** The far ends of one loop, by target. */
  static IdleCache<Addr, HttpService> ends(Outbound.PerLoop on) {
    var config = on.parts.config();
    var queue = config.outbound().httpQueue();
    var stack =
        Stack.<Addr, HttpService>named("outbound tunnel")
            .layer(
                new ErrorContext<Addr>(target -> "tunnel " + target),
                "names the target in errors from below")
            .layer(
                new FailFastQueue<Addr>(
                    queue.capacity(),
                    AuthorityRouter.DISCOVERY,
                    on.on.loop(),
                    target -> LineEvents.NONE),
                "requests wait for discovery, for a limited time")
            .over(target -> new End(on, target));
    return new IdleCache<>(
        config.limits().targets(),
        config.outbound().discoveryIdle(),
        on.on.loop(),
        stack,
        HttpService::retire);
  }

  @Override
  public Readiness readiness() {
    return inner.readiness();
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    if (!head.hasMethod("CONNECT") || head.protocol() != null) {
      return inner.open(head, caller);
    }
    Header authority = head.authority();
    Addr target = authority == null ? null : Addr.parse(authority.valueText());
    if (target == null) {
      return Refuse.exchange(caller, NO_TARGET.reset());
    }
    var handle = ends.acquire(target);
    return handle == null
        ? Refuse.exchange(caller, AuthorityRouter.TOO_MANY.reset())
        : new Holding(handle, caller).into(handle.value(), head);
  }

  /** Where tunnels to one target end. */
  private static final class End implements HttpService {
    private final Outbound.PerLoop on;
    private final Addr target;
    private final Signal known = new Signal(false);
    private final IdleCache.@Nullable Handle<OpaqueRoute> route;

    End(Outbound.PerLoop on, Addr target) {
      this.on = on;
      this.target = target;
      this.route = on.opaque.acquire(Target.named(target));
      if (route == null) {
        known.set(true);
      } else {
        route.value().whenKnown(plan -> known.set(true));
      }
    }

    @Override
    public Readiness readiness() {
      return known;
    }

    @Override
    public Exchange open(RequestHead head, Caller caller) {
      Refusal refusal = route == null ? AuthorityRouter.TOO_MANY : route.value().refusal();
      return refusal == null
          ? new TunnelConnection(
              on.on.loop(),
              head,
              address(target),
              caller,
              new Front(on, new Outbound.Entry(Target.named(target), false)))
          : Refuse.exchange(caller, refusal.reset());
    }

    private static InetSocketAddress address(Addr target) {
      return switch (target) {
        case Addr.Socket(var address) -> address;
        case Addr.Name(var name, int port) -> InetSocketAddress.createUnresolved(name.text(), port);
      };
    }

    @Override
    public void retire() {
      if (route != null) {
        route.release();
      }
    }
  }
}
