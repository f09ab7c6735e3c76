package weft.proxy.inbound;

import weft.proxy.http.HttpService;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.Reset;
import weft.proxy.policy.Peer;
import weft.proxy.policy.ServerPolicy;
import weft.proxy.stack.Layer;
import weft.proxy.telemetry.InboundMetrics;
import weft.proxy.telemetry.Labels;

/**
 * Refuses requests that the port's policy in force does not permit.
 *
 * <p>Asked anew for each request, so a change holds at once. Error: {@link
 * Refusal.Kind#UNAUTHORIZED}. Source: docs/spec/inbound.md 10.13, 11.
 */
record Authorize(PortPolicy policy, InboundMetrics metrics)
    implements Layer<AppTarget, HttpService> {
  private static final Reset UNAUTHORIZED =
      new Refusal(Refusal.Kind.UNAUTHORIZED, "unauthorized request on route").reset();

  @Override
  public HttpService wrap(AppTarget target, HttpService inner) {
    Peer peer = target.peer();
    return inner.with(
        (head, caller) -> {
          ServerPolicy now = policy.current();
          boolean permitted = now.authorize(peer) != null;
          count(now, permitted);
          return permitted ? inner.open(head, caller) : Refuse.exchange(caller, UNAUTHORIZED);
        });
  }

  private void count(ServerPolicy now, boolean permitted) {
    var family = permitted ? metrics.httpAllowed : metrics.httpDenied;
    family.with(Labels.of("srv_name", now.name())).add();
  }
}
