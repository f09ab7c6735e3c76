package weft.proxy.outbound;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Addr;
import weft.proxy.http.Header;
import weft.proxy.http.RequestHead;
import weft.proxy.telemetry.Labels;

/**
 * The series of a route, told apart by the name of the host asked for where that is wanted.
 *
 * <p>Applications make up names: those beyond a limit count without. Loop only. Source:
 * docs/spec/telemetry.md 4.4.
 *
 * @param <M> what counts
 */
final class ByHost<M> {
  private static final String HOSTNAME = "hostname";
  private static final int HTTP_PORT = 80;
  private static final int MOST = 256;

  private final boolean apart;
  private final Labels labels;
  private final Function<Labels, M> series;
  private final M nameless;
  private final Map<Header, M> byAuthority = new HashMap<>();

  private ByHost(boolean apart, Labels labels, Function<Labels, M> series) {
    this.apart = apart;
    this.labels = labels;
    this.series = series;
    this.nameless = series.apply(labels.and(HOSTNAME, ""));
  }

  /** With the labels of a route; {@code apart} if hosts are told. */
  static <M> ByHost<M> of(boolean apart, Labels labels, Function<Labels, M> series) {
    return new ByHost<>(apart, labels, series);
  }

  M of(RequestHead head) {
    Header authority = head.authority();
    if (!apart || authority == null) {
      return nameless;
    }
    M known = byAuthority.get(authority);
    return known == null ? add(authority) : known;
  }

  private M add(Header authority) {
    String host = host(Addr.parse(authority.valueText(), HTTP_PORT));
    if (host == null || byAuthority.size() >= MOST) {
      return nameless;
    }
    M fresh = series.apply(labels.and(HOSTNAME, host));
    byAuthority.put(authority, fresh);
    return fresh;
  }

  private static @Nullable String host(@Nullable Addr addr) {
    return addr instanceof Addr.Name(var name, int port) ? name.withoutDot().text() : null;
  }
}
