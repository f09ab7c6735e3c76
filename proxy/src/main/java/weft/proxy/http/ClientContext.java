package weft.proxy.http;

import weft.proxy.stack.Factory;
import weft.proxy.stack.Layer;

/**
 * Says whose request of whom failed, in front of a failure's text.
 *
 * <p>As {@link ErrorContext}, and names the request's client. Source: docs/spec/inbound.md 10.7.
 *
 * @param server what is said of the target, for instance {@code server: 10.1.2.3:8080}
 */
public record ClientContext<T>(Factory<? super T, String> server) implements Layer<T, HttpService> {
  @Override
  public HttpService wrap(T target, HttpService inner) {
    String place = server.build(target);
    return inner.with(
        (head, caller) -> inner.open(head, new ErrorContext.Within(head.client(), place, caller)));
  }
}
