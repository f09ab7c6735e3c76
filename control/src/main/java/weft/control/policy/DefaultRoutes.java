package weft.control.policy;

import weft.api.httproute.HttpRouteMatch;
import weft.api.outbound.Backend;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OpaqueRoute;
import weft.control.wire.MetaMessages;

/** Routes that no resource asks for: everything to one backend. */
final class DefaultRoutes {
  private DefaultRoutes() {}

  static HttpRoute toOne(String name, HttpRouteMatch match, Backend backend) {
    return http(name, rule(match, backend));
  }

  static HttpRoute http(String name, HttpRoute.Rule.Builder rule) {
    return HttpRoute.newBuilder().setMetadata(MetaMessages.byDefault(name)).addRules(rule).build();
  }

  static HttpRoute.Rule.Builder rule(HttpRouteMatch match, Backend backend) {
    return HttpRoute.Rule.newBuilder()
        .addMatches(match)
        .setBackends(
            HttpRoute.Distribution.newBuilder()
                .setFirstAvailable(
                    HttpRoute.Distribution.FirstAvailable.newBuilder()
                        .addBackends(HttpRoute.RouteBackend.newBuilder().setBackend(backend))));
  }

  static OpaqueRoute toOne(String name, Backend backend) {
    return opaque(name, rule(backend));
  }

  static OpaqueRoute opaque(String name, OpaqueRoute.Rule.Builder rule) {
    return OpaqueRoute.newBuilder()
        .setMetadata(MetaMessages.byDefault(name))
        .addRules(rule)
        .build();
  }

  static OpaqueRoute.Rule.Builder rule(Backend backend) {
    return OpaqueRoute.Rule.newBuilder()
        .setBackends(
            OpaqueRoute.Distribution.newBuilder()
                .setFirstAvailable(
                    OpaqueRoute.Distribution.FirstAvailable.newBuilder()
                        .addBackends(OpaqueRoute.RouteBackend.newBuilder().setBackend(backend))));
  }
}
