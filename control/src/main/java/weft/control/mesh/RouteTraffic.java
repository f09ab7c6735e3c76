package weft.control.mesh;

import weft.api.outbound.GrpcRoute;
import weft.api.outbound.HttpRoute;

/**
 * Timeouts and retries that annotations of a route, or of what it hangs on, ask for
 * (control-plane.md 9.5).
 */
public record RouteTraffic(
    Timeouts timeouts,
    Retry<HttpRoute.Retry.Conditions> http,
    Retry<GrpcRoute.Retry.Conditions> grpc) {
  public static final RouteTraffic NONE =
      new RouteTraffic(Timeouts.NONE, Retry.none(), Retry.none());
}
