package weft.proxy.inbound;

import weft.proxy.http.HttpService;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.Reset;
import weft.proxy.stack.Layer;

/**
 * Refuses requests that the port's policy in force does not permit.
 *
 * <p>Asked anew for each request, so a change holds at once. Errors: {@link
 * Refusal.Kind#UNAUTHORIZED}, and {@link Refusal.Kind#NO_ROUTE} at a port that is not HTTP's.
 * Source: docs/spec/inbound.md 10.13, 11.
 */
record Authorize(Admission admission) implements Layer<AppTarget, HttpService> {
  private static final Reset UNAUTHORIZED =
      new Refusal(Refusal.Kind.UNAUTHORIZED, "unauthorized request on route").reset();
  private static final Reset NO_ROUTE =
      new Refusal(Refusal.Kind.NO_ROUTE, "no route found for request").reset();

  @Override
  public HttpService wrap(AppTarget target, HttpService inner) {
    return inner.with(
        (head, caller) -> {
          Ruling now = admission.now();
          now.count();
          return now.hasRoute() && now.permits()
              ? inner.open(head, caller)
              : Refuse.exchange(caller, now.hasRoute() ? UNAUTHORIZED : NO_ROUTE);
        });
  }
}
