package weft.control.policy;

import weft.api.httproute.HttpRouteMatch;
import weft.api.outbound.Backend;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OpaqueRoute;
import weft.control.wire.MetaMessages;

/** The routes of a service that has none of its own: everything to one backend. */
record DefaultRoutes(Backend backend) {

  HttpRoute http() {
    return toOne("http", Matches.everyPath(), backend);
  }

  OpaqueRoute opaque() {
    return toOne("opaq", backend);
  }

  static HttpRoute toOne(String name, HttpRouteMatch match, Backend backend) {
    return HttpRoute.newBuilder()
        .setMetadata(MetaMessages.byDefault(name))
        .addRules(
            HttpRoute.Rule.newBuilder()
                .addMatches(match)
                .setBackends(
                    HttpRoute.Distribution.newBuilder()
                        .setFirstAvailable(
                            HttpRoute.Distribution.FirstAvailable.newBuilder()
                                .addBackends(
                                    HttpRoute.RouteBackend.newBuilder().setBackend(backend)))))
        .build();
  }

  static OpaqueRoute toOne(String name, Backend backend) {
    return OpaqueRoute.newBuilder()
        .setMetadata(MetaMessages.byDefault(name))
        .addRules(
            OpaqueRoute.Rule.newBuilder()
                .setBackends(
                    OpaqueRoute.Distribution.newBuilder()
                        .setFirstAvailable(
                            OpaqueRoute.Distribution.FirstAvailable.newBuilder()
                                .addBackends(
                                    OpaqueRoute.RouteBackend.newBuilder().setBackend(backend)))))
        .build();
  }
}
