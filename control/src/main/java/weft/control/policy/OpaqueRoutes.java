package weft.control.policy;

import java.util.List;
import weft.api.opaqueroute.Forbidden;
import weft.api.opaqueroute.Invalid;
import weft.api.outbound.OpaqueRoute;
import weft.api.outbound.OpaqueRoute.Distribution;
import weft.control.mesh.Kind;
import weft.control.mesh.Route;
import weft.control.policy.RouteBackends.Resolved;
import weft.control.wire.MetaMessages;

/** TCPRoutes as messages (control-plane.md 9.3, 9.4). Pure. */
record OpaqueRoutes(RouteParent parent) {

  /** The oldest that applies, which alone counts; empty where the parent has none. */
  List<OpaqueRoute> first() {
    return parent.routes(Kind.TCP_ROUTE).stream().limit(1).map(this::route).toList();
  }

  OpaqueRoute byDefault(String name) {
    return DefaultRoutes.toOne(name, Backends.unbiased(parent.own()));
  }

  /** The same, refused. */
  OpaqueRoute refused(String name) {
    return DefaultRoutes.opaque(
        name,
        DefaultRoutes.rule(parent.own())
            .addFilters(
                OpaqueRoute.Filter.newBuilder().setForbidden(Forbidden.getDefaultInstance())));
  }

  private OpaqueRoute route(Route route) {
    var backends = new RouteBackends(parent).of(route.rules().getFirst());
    return OpaqueRoute.newBuilder()
        .setMetadata(MetaMessages.route(route))
        .addRules(OpaqueRoute.Rule.newBuilder().setBackends(distribution(backends)))
        .build();
  }

  private Distribution distribution(List<Resolved> backends) {
    return backends.isEmpty()
        ? Distribution.newBuilder()
            .setFirstAvailable(
                Distribution.FirstAvailable.newBuilder()
                    .addBackends(
                        OpaqueRoute.RouteBackend.newBuilder()
                            .setBackend(Backends.unbiased(parent.own()))))
            .build()
        : Distribution.newBuilder()
            .setRandomAvailable(
                Distribution.RandomAvailable.newBuilder()
                    .addAllBackends(backends.stream().map(OpaqueRoutes::weighted).toList()))
            .build();
  }

  private static OpaqueRoute.WeightedRouteBackend weighted(Resolved backend) {
    var message =
        OpaqueRoute.RouteBackend.newBuilder().setBackend(Backends.unbiased(backend.backend()));
    backend
        .failure()
        .ifPresent(
            why ->
                message.addFilters(
                    OpaqueRoute.Filter.newBuilder()
                        .setInvalid(Invalid.newBuilder().setMessage(why))));
    return OpaqueRoute.WeightedRouteBackend.newBuilder()
        .setBackend(message)
        .setWeight(backend.weight())
        .build();
  }
}
