package weft.proxy.inbound;

import weft.proxy.http.HttpService;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.Reset;
import weft.proxy.stack.Layer;

/**
 * Refuses requests that the port's policy in force does not permit.
 *
 * <p>Asked anew for each request, so a change holds at once. Error: {@link
 * Refusal.Kind#UNAUTHORIZED}. Source: docs/spec/inbound.md 10.13, 11.
 */
record Authorize(Admission admission) implements Layer<AppTarget, HttpService> {
  private static final Reset UNAUTHORIZED =
      new Refusal(Refusal.Kind.UNAUTHORIZED, "unauthorized request on route").reset();

  @Override
  public HttpService wrap(AppTarget target, HttpService inner) {
    return inner.with(
        (head, caller) -> {
          Ruling now = admission.now();
          now.count();
          return now.permits() ? inner.open(head, caller) : Refuse.exchange(caller, UNAUTHORIZED);
        });
  }
}
