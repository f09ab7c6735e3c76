package weft.proxy.http;

import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Layer;

/**
 * Asks an endpoint for another authority than the application did, as its metadata says: the
 * endpoint is a gateway.
 *
 * <p>{@code host} and {@code l5d-dst-canonical} go, and {@code host} is not added back. Loop only.
 * Source: docs/spec/outbound.md 22, number 1.
 */
public final class OverrideAuthority implements Layer<OverrideAuthority.Facts, HttpService> {
  /** What the layer asks of a target. */
  public interface Facts {
    /** The authority instead; null for most, and for endpoints on this host. */
    @Nullable String authorityOverride();
  }

  @Override
  public HttpService wrap(Facts target, HttpService inner) {
    String text = target.authorityOverride();
    if (text == null) {
      return inner;
    }
    Header authority = Header.of(HeaderName.AUTHORITY, text);
    return inner.with(
        (head, caller) -> {
          head.headers().remove(HeaderName.HOST);
          head.headers().remove(HeaderName.L5D_DST_CANONICAL);
          head.authority(authority);
          return inner.open(head, caller);
        });
  }
}
