package weft.proxy.http;

import weft.proxy.stack.Layer;

/**
 * Tells the application who the client is; what a client says about itself never passes.
 *
 * <p>{@code l5d-client-id} is the verified identity of a meshed client, and absent for any other.
 * Loop only. Source: docs/spec/inbound.md 10, number 10.
 */
public final class ClientIdHeader implements Layer<Object, HttpService> {
  @Override
  public HttpService wrap(Object target, HttpService inner) {
    return inner.with(
        (head, caller) -> {
          head.headers().remove(HeaderName.L5D_CLIENT_ID);
          String identity = head.client().identity();
          if (identity != null) {
            head.headers().add(HeaderName.L5D_CLIENT_ID, identity);
          }
          return inner.open(head, caller);
        });
  }
}
