package weft.proxy.http;

import java.util.List;
import java.util.random.RandomGenerator;
import weft.proxy.stack.Factory;
import weft.proxy.stack.Layer;

/**
 * Applies the filters of a route or backend, in order, to requests and to their responses.
 *
 * <p>Stands below retries, so that each try is filtered once, from the same start. Loop only.
 * Source: docs/spec/outbound.md 13.
 *
 * @param filters of a target
 */
public record FilterHeads<T>(
    Factory<? super T, ? extends List<? extends HeadFilter>> filters, RandomGenerator random)
    implements Layer<T, HttpService> {
  @Override
  public HttpService wrap(T target, HttpService inner) {
    List<HeadFilter> of = List.copyOf(filters.build(target));
    return of.isEmpty() ? inner : inner.with((head, caller) -> open(of, inner, head, caller));
  }

  private Exchange open(
      List<HeadFilter> filters, HttpService inner, RequestHead head, Caller caller) {
    for (int i = 0; i < filters.size(); i++) {
      Reset why = filters.get(i).request(head, random);
      if (why != null) {
        return Refuse.exchange(caller, why);
      }
    }
    return new Filtered(filters, caller).into(inner, head);
  }

  private static final class Filtered extends Relay {
    private final List<HeadFilter> filters;

    Filtered(List<HeadFilter> filters, Caller caller) {
      super(caller);
      this.filters = filters;
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      for (int i = 0; i < filters.size(); i++) {
        filters.get(i).response(head);
      }
      super.responseHead(head, last);
    }
  }
}
