package weft.proxy.inbound;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.stack.Readiness;

/**
 * Speaks to the application in the version that a request has once it is restored.
 *
 * <p>The HTTP/2 side connects by itself, so it is made when the first request needs it.
 */
final class ByVersion implements HttpService {
  private final HttpService http1;
  private final Supplier<HttpService> maker;
  private @Nullable HttpService http2;

  ByVersion(HttpService http1, Supplier<HttpService> maker) {
    this.http1 = http1;
    this.maker = maker;
  }

  @Override
  public Readiness readiness() {
    return Readiness.ALWAYS;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    return (head.version().isHttp1() ? http1 : http2()).open(head, caller);
  }

  private HttpService http2() {
    HttpService service = http2;
    if (service == null) {
      service = maker.get();
      http2 = service;
    }
    return service;
  }

  @Override
  public void retire() {
    http1.retire();
    if (http2 != null) {
      http2.retire();
    }
  }
}
