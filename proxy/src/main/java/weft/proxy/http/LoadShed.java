package weft.proxy.http;

import weft.proxy.stack.Layer;
import weft.proxy.stack.Readiness;

/**
 * Refuses at once what the inner service could not take at once, and says what stands in its way.
 *
 * <p>Always ready itself. Error: {@link Refusal.Kind#LOAD_SHED}. Loop only. Source:
 * docs/spec/outbound.md 30.
 *
 * @param why what an unready inner service means, for the one who is refused
 */
public record LoadShed(String why) implements Layer<Object, HttpService> {
  @Override
  public HttpService wrap(Object target, HttpService inner) {
    return new Shedding(inner, inner.readiness(), why);
  }

  /** The end of an exchange that is shed. */
  static Reset refusal(String why) {
    return new Refusal(Refusal.Kind.LOAD_SHED, "service unavailable: " + why).reset();
  }

  private record Shedding(HttpService inner, Readiness innerReadiness, String why)
      implements HttpService {
    @Override
    public Readiness readiness() {
      return Readiness.ALWAYS;
    }

    @Override
    public Exchange open(RequestHead head, Caller caller) {
      return innerReadiness.isReady()
          ? inner.open(head, caller)
          : Refuse.exchange(caller, refusal(innerReadiness.explain(why)));
    }

    @Override
    public void retire() {
      inner.retire();
    }
  }
}
