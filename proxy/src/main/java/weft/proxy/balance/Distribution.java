package weft.proxy.balance;

import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.HttpService;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.stack.Readiness;

/**
 * Sends each exchange to one of a route's backends.
 *
 * <p>Ready while one that may be chosen is. Loop only. Source: docs/spec/outbound.md 18.
 */
public record Distribution(Alternatives<HttpService> backends) implements HttpService {
  private static final Reset NOBODY =
      new Refusal(Refusal.Kind.LOAD_SHED, "service unavailable: no backend is ready").reset();

  @Override
  public Readiness readiness() {
    return backends.readiness();
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    HttpService chosen = backends.pick();
    return chosen == null ? Refuse.exchange(caller, NOBODY) : chosen.open(head, caller);
  }
}
