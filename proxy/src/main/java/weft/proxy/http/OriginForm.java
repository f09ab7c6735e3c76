package weft.proxy.http;

import java.util.Arrays;
import weft.proxy.stack.Layer;

/**
 * Takes an absolute target for what it is where clients use us as their proxy: said to us. Servers
 * behind get the origin form, with the target's authority as {@code host} whatever the client wrote
 * there (RFC 9112, 3.2.1, 3.2.2).
 *
 * <p>HTTP/1 only. Stands below {@link NormalizeUri}. Loop only.
 */
public final class OriginForm implements Layer<OriginForm.Facts, HttpService> {
  /** What the layer asks of a target. */
  public interface Facts {
    /** Whether clients speak to us as to their proxy, and not to a server beyond us. */
    boolean isProxy();
  }

  @Override
  public HttpService wrap(Facts target, HttpService inner) {
    return target.isProxy()
        ? inner.with(
            (head, caller) -> {
              originate(head);
              return inner.open(head, caller);
            })
        : inner;
  }

  private static void originate(RequestHead head) {
    Header authority = head.authority();
    if (head.form() != RequestHead.Form.ABSOLUTE || authority == null) {
      return;
    }
    head.form(RequestHead.Form.ORIGIN);
    Header host = head.headers().first(HeaderName.HOST);
    if (host == null || !Arrays.equals(host.value(), authority.value())) {
      head.headers().set(Header.of(HeaderName.HOST, authority.value()));
    }
  }
}
