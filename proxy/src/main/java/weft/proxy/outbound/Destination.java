package weft.proxy.outbound;

import org.jspecify.annotations.Nullable;
import weft.proxy.config.Addr;
import weft.proxy.discover.Subscription;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.HttpService;
import weft.proxy.http.Refuse;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Version;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Signal;

/**
 * The service behind one target and HTTP version: unready until it is known where it leads, then
 * whatever the plan in force says.
 *
 * <p>A new plan replaces the service for new exchanges; those under way complete. Loop only.
 */
final class Destination implements HttpService {
  private final EndpointStack stack;
  private final boolean http2;
  private final Signal known = new Signal(false);
  private final Subscription plans;
  private @Nullable HttpService service;

  /** Tells the peer's proxy which service was asked for (docs/spec/outbound.md 33.5). */
  private @Nullable Header canonical;

  /** What is cached: the target as the request names it, and whether it is asked for by HTTP/2. */
  record Target(Addr addr, boolean http2) {
    static Target of(Addr addr, Version version) {
      return new Target(addr, !version.isHttp1());
    }
  }

  /** Starts to find out. */
  Destination(Target target, EndpointStack stack, Parts parts) {
    this.stack = stack;
    this.http2 = target.http2();
    this.plans = Planner.follow(parts, stack.loop(), target.addr(), this::changed);
  }

  private void changed(Plan plan) {
    HttpService previous = service;
    canonical = plan.path() == null ? null : Header.of(HeaderName.L5D_DST_CANONICAL, plan.path());
    service =
        plan.refusal() == null ? stack.service(plan, http2) : new Refuse(plan.refusal().reset());
    known.set(true);
    if (previous != null) {
      previous.retire();
    }
  }

  @Override
  public Readiness readiness() {
    return known;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    HttpService now = service;
    if (now == null) {
      throw new IllegalStateException("asked before it was ready");
    }
    if (canonical != null) {
      head.headers().set(canonical);
    }
    return now.open(head, caller);
  }

  @Override
  public void retire() {
    plans.cancel();
    if (service != null) {
      service.retire();
    }
  }
}
