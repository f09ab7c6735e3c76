package weft.proxy.discover;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Accrual;
import weft.proxy.balance.Endpoint;
import weft.proxy.route.Backend;
import weft.proxy.route.Distribution;
import weft.proxy.route.Filter;
import weft.proxy.route.HttpMatch;
import weft.proxy.route.Meta;
import weft.proxy.route.OpaqueRoute;
import weft.proxy.route.PolicyRoute;
import weft.proxy.route.Routing;

/**
 * Where a destination's requests and connections go by policy. Immutable.
 *
 * <p>Source: docs/spec/outbound.md 5, 6.
 *
 * @param parent what the policy hangs on
 * @param isOpaque connections are not looked at
 * @param http1 for requests of HTTP/1
 * @param http2 for requests of HTTP/2
 * @param bytes for connections that are not looked at; null if none may be
 */
public record OutboundPolicy(
    Meta parent, boolean isOpaque, Http http1, Http http2, @Nullable OpaqueRoute bytes) {
  /**
   * The routes of requests.
   *
   * @param isGrpc how they are counted, and what is a failure
   * @param accrual which failures of an endpoint keep requests away from it; null: none
   */
  public record Http(boolean isGrpc, @Nullable Accrual accrual, Routing<PolicyRoute> routes) {
    static final Http NONE = new Http(false, null, Routing.of(List.of()));
  }

  private static final Meta INVALID = Meta.ofDefault("invalid");

  /** Where a policy makes no sense: requests fail, connections are closed. */
  static final OutboundPolicy MISCONFIGURED = misconfigured();

  private static OutboundPolicy misconfigured() {
    var route =
        new PolicyRoute(
            INVALID,
            List.of(new Filter.FailAll("invalid client policy configuration")),
            Distribution.EMPTY,
            weft.proxy.http.Timeouts.NONE,
            null,
            false);
    var http = new Http(false, null, Routing.always(HttpMatch.ALL, route));
    return new OutboundPolicy(
        INVALID,
        false,
        http,
        http,
        new OpaqueRoute(INVALID, OpaqueRoute.Ruling.INVALID, Distribution.EMPTY));
  }

  /** Sends everything to one endpoint, as no policy says otherwise; all is called {@code name}. */
  public static OutboundPolicy forward(String name, Endpoint endpoint, boolean isOpaque) {
    Meta meta = Meta.ofDefault(name);
    Backend backend = Backend.forward(meta, endpoint);
    var http = new Http(false, null, Routing.always(HttpMatch.ALL, PolicyRoute.to(meta, backend)));
    return new OutboundPolicy(
        meta,
        isOpaque,
        http,
        http,
        new OpaqueRoute(meta, OpaqueRoute.Ruling.PASS, Distribution.to(backend)));
  }

  public Http http(boolean isHttp2) {
    return isHttp2 ? http2 : http1;
  }
}
