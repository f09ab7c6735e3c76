package weft.proxy.h2;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.proxy.h2.hpack.Block;
import weft.proxy.h2.hpack.HeaderCache;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;

/**
 * Puts a cookie that came in several lines together again, as everything but HTTP/2 wants it (RFC
 * 9113, 8.2.3).
 */
final class CookieCrumbs {
  private static final byte[] BETWEEN = {';', ' '};

  private final HeaderCache cache;
  private final Block joined = new Block(0);
  private @Nullable Header only;
  private boolean sensitive;

  CookieCrumbs(HeaderCache cache) {
    this.cache = cache;
  }

  void clear() {
    only = null;
    sensitive = false;
    joined.clear();
  }

  void add(Header crumb) {
    sensitive |= crumb.isSensitive();
    if (only == null && joined.size() == 0) {
      only = crumb;
      return;
    }
    if (only != null) {
      put(only);
      only = null;
    }
    joined.put(BETWEEN, 0, BETWEEN.length);
    put(crumb);
  }

  private void put(Header crumb) {
    joined.put(crumb.value(), 0, crumb.value().length);
  }

  /** Adds the one line, if there was any. */
  void joinInto(Headers headers) {
    if (only != null) {
      headers.add(only);
    } else if (joined.size() > 0) {
      headers.add(
          sensitive
              ? Header.sensitive(HeaderName.COOKIE, Arrays.copyOf(joined.octets(), joined.size()))
              : cache.line(HeaderName.COOKIE, joined.octets(), 0, joined.size()));
    }
  }
}
