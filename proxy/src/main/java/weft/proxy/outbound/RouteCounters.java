package weft.proxy.outbound;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Addr;
import weft.proxy.discover.RouteNames;
import weft.proxy.http.Header;
import weft.proxy.http.RequestHead;
import weft.proxy.http.StreamCounters;
import weft.proxy.stack.Factory;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.StreamMetrics;

/**
 * The counters of a route's requests; by the name of the host asked for, if that is wanted. Source:
 * docs/spec/telemetry.md 4.4.
 *
 * @param hostnames whether requests are told apart by host
 */
record RouteCounters(OutboundMetrics metrics, boolean hostnames)
    implements Factory<Plan, StreamCounters> {
  private static final String HOSTNAME = "hostname";
  private static final int HTTP_PORT = 80;

  @Override
  public StreamCounters build(Plan plan) {
    RouteNames names = plan.names().http();
    var routes = names.grpc() ? metrics.grpc : metrics.http;
    StreamMetrics nameless = routes.route(names.labels().and(HOSTNAME, ""));
    return hostnames ? new ByHost(routes, names.labels(), nameless) : head -> nameless;
  }

  /** Applications make up names: those beyond a limit count without. */
  private static final class ByHost implements StreamCounters {
    private static final int MOST = 256;

    private final OutboundMetrics.Routes routes;
    private final Labels labels;
    private final StreamMetrics nameless;
    private final Map<Header, StreamMetrics> byAuthority = new HashMap<>();

    ByHost(OutboundMetrics.Routes routes, Labels labels, StreamMetrics nameless) {
      this.routes = routes;
      this.labels = labels;
      this.nameless = nameless;
    }

    @Override
    public StreamMetrics of(RequestHead head) {
      Header authority = head.authority();
      if (authority == null) {
        return nameless;
      }
      StreamMetrics known = byAuthority.get(authority);
      return known == null ? add(authority) : known;
    }

    private StreamMetrics add(Header authority) {
      String host = host(Addr.parse(authority.valueText(), HTTP_PORT));
      if (host == null || byAuthority.size() >= MOST) {
        return nameless;
      }
      StreamMetrics fresh = routes.route(labels.and(HOSTNAME, host));
      byAuthority.put(authority, fresh);
      return fresh;
    }

    private static @Nullable String host(@Nullable Addr addr) {
      return addr instanceof Addr.Name(var name, int port) ? name.withoutDot().text() : null;
    }
  }
}
