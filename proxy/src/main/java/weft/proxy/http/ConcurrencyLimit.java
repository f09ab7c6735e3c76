package weft.proxy.http;

import weft.proxy.stack.Layer;
import weft.proxy.stack.Permits;

/**
 * Lets so many exchanges of the whole process be without an answer at once, and refuses the others.
 *
 * <p>A permit is held from the start to the response's final head, or to the end without one;
 * bodies do not hold it. Error: {@link Refusal.Kind#LOAD_SHED}. As ready as the inner service,
 * since permits that another loop gives back wake nobody. Source: docs/spec/outbound.md 9.1.
 */
public record ConcurrencyLimit(Permits permits) implements Layer<Object, HttpService> {
  @Override
  public HttpService wrap(Object target, HttpService inner) {
    return inner.with((head, caller) -> new Held(caller).into(inner, head));
  }

  private Reset exceeded() {
    return LoadShed.refusal("in-flight limit of " + permits.limit() + " requests reached");
  }

  private final class Held extends Relay {
    private boolean holds;

    Held(Caller caller) {
      super(caller);
    }

    @Override
    public void start(boolean last) {
      if (permits.tryTake()) {
        holds = true;
        super.start(last);
      } else {
        fail(exceeded());
      }
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      giveBack();
      super.responseHead(head, last);
    }

    @Override
    protected void ended(Ending how) {
      giveBack();
    }

    private void giveBack() {
      if (holds) {
        holds = false;
        permits.giveBack();
      }
    }
  }
}
