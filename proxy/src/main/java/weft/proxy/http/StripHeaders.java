package weft.proxy.http;

import weft.proxy.stack.Layer;

/** Takes one field out of requests. Loop only. */
public record StripHeaders(HeaderName field) implements Layer<Object, HttpService> {
  @Override
  public HttpService wrap(Object target, HttpService inner) {
    return inner.with(
        (head, caller) -> {
          head.headers().remove(field);
          return inner.open(head, caller);
        });
  }
}
