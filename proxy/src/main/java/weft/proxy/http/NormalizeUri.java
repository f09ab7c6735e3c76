package weft.proxy.http;

import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Layer;

/**
 * Gives an HTTP/1 request without authority the one of its {@code host}, or else the target's.
 *
 * <p>How the target was written stays known by {@link RequestHead#form()}, and {@code host} is left
 * as it came. HTTP/2 is not touched. Error: {@link Refusal.Kind#UNEXPECTED} without any authority.
 * Loop only. Source: docs/spec/outbound.md 9.4, docs/spec/inbound.md 10.11.
 */
public final class NormalizeUri implements Layer<NormalizeUri.Facts, HttpService> {
  private static final Header HTTP = Header.of(HeaderName.SCHEME, "http");
  private static final Reset NO_AUTHORITY =
      new Refusal(
              Refusal.Kind.UNEXPECTED,
              "failed to normalize URI because no authority could be determined")
          .reset();

  /** What the layer asks of a target. */
  public interface Facts {
    /** Where a request goes that does not say it: {@code 10.1.2.3:8080}; {@code :80} is omitted. */
    @Nullable String defaultAuthority();
  }

  @Override
  public HttpService wrap(Facts target, HttpService inner) {
    String text = target.defaultAuthority();
    var authorities = new Authorities(text == null ? null : authority(text));
    return inner.with(
        (head, caller) -> {
          if (head.version().isHttp1() && head.authority() == null) {
            Header authority = authorities.of(head.headers().first(HeaderName.HOST));
            if (authority == null) {
              return Refuse.exchange(caller, NO_AUTHORITY);
            }
            head.authority(authority);
            head.scheme(HTTP);
          }
          return inner.open(head, caller);
        });
  }

  private static Header authority(String text) {
    return Header.of(HeaderName.AUTHORITY, text);
  }

  /** Remembers the last host, as a client asks for the same one again and again. */
  private static final class Authorities {
    private final @Nullable Header byDefault;
    private @Nullable Header lastHost;
    private @Nullable Header last;

    Authorities(@Nullable Header byDefault) {
      this.byDefault = byDefault;
    }

    @Nullable Header of(@Nullable Header host) {
      if (host == null) {
        return byDefault;
      }
      if (lastHost == null || !host.equals(lastHost)) {
        last =
            isAuthority(host.value()) ? Header.of(HeaderName.AUTHORITY, host.value()) : byDefault;
        lastHost = host;
      }
      return last;
    }
  }

  /** Host and optional port, in the characters that RFC 3986, 3.2 allows. */
  static boolean isAuthority(byte[] text) {
    int port = text.length;
    while (port > 0 && text[port - 1] >= '0' && text[port - 1] <= '9') {
      port--;
    }
    int host = port > 0 && text[port - 1] == ':' ? port - 1 : text.length;
    for (int i = 0; i < host; i++) {
      if (!isAllowed(text, i)) {
        return false;
      }
    }
    return host > 0;
  }

  private static boolean isAllowed(byte[] text, int i) {
    char c = (char) (text[i] & 0xff);
    char lower = (char) (c | 0x20);
    return (lower >= 'a' && lower <= 'z')
        || (c >= '0' && c <= '9')
        || "-._~!$&'()*+,;=%@[]".indexOf(c) >= 0
        || (c == ':' && text[0] == '[');
  }
}
