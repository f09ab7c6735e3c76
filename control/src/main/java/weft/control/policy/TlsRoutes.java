package weft.control.policy;

import java.util.List;
import weft.api.httproute.HostMatch;
import weft.api.opaqueroute.Forbidden;
import weft.api.opaqueroute.Invalid;
import weft.api.outbound.Backend;
import weft.api.outbound.TlsRoute;
import weft.api.outbound.TlsRoute.Distribution;
import weft.api.tlsroute.SniMatch;
import weft.control.mesh.Kind;
import weft.control.mesh.Route;
import weft.control.policy.RouteBackends.Resolved;
import weft.control.wire.MetaMessages;

/** TLSRoutes as messages (control-plane.md 9.3, 9.4). Pure. */
record TlsRoutes(RouteParent parent) {

  /** Those that apply; empty where the parent has none. */
  List<TlsRoute> all() {
    return parent.routes(Kind.TLS_ROUTE).stream().map(this::route).toList();
  }

  /** Everything to the parent itself, or nothing. */
  TlsRoute byDefault(String name, boolean allowed) {
    var rule = TlsRoute.Rule.newBuilder().setBackends(toOne(parent.own()));
    if (!allowed) {
      rule.addFilters(TlsRoute.Filter.newBuilder().setForbidden(Forbidden.getDefaultInstance()));
    }
    return TlsRoute.newBuilder().setMetadata(MetaMessages.byDefault(name)).addRules(rule).build();
  }

  private TlsRoute route(Route route) {
    var backends = new RouteBackends(parent).of(route.rules().getFirst());
    return TlsRoute.newBuilder()
        .setMetadata(MetaMessages.route(route))
        .addAllSnis(route.hosts().stream().map(TlsRoutes::sni).toList())
        .addRules(
            TlsRoute.Rule.newBuilder()
                .setBackends(backends.isEmpty() ? toOne(parent.own()) : toAll(backends)))
        .build();
  }

  private static SniMatch sni(HostMatch host) {
    return host.hasExact()
        ? SniMatch.newBuilder().setExact(host.getExact()).build()
        : SniMatch.newBuilder()
            .setSuffix(
                SniMatch.Suffix.newBuilder()
                    .addAllReverseLabels(host.getSuffix().getReverseLabelsList()))
            .build();
  }

  private static Distribution toOne(Backend backend) {
    return Distribution.newBuilder()
        .setFirstAvailable(
            Distribution.FirstAvailable.newBuilder()
                .addBackends(
                    TlsRoute.RouteBackend.newBuilder().setBackend(Backends.unbiased(backend))))
        .build();
  }

  private static Distribution toAll(List<Resolved> backends) {
    return Distribution.newBuilder()
        .setRandomAvailable(
            Distribution.RandomAvailable.newBuilder()
                .addAllBackends(backends.stream().map(TlsRoutes::weighted).toList()))
        .build();
  }

  private static TlsRoute.WeightedRouteBackend weighted(Resolved backend) {
    var message =
        TlsRoute.RouteBackend.newBuilder().setBackend(Backends.unbiased(backend.backend()));
    backend
        .failure()
        .ifPresent(
            why ->
                message.addFilters(
                    TlsRoute.Filter.newBuilder().setInvalid(Invalid.newBuilder().setMessage(why))));
    return TlsRoute.WeightedRouteBackend.newBuilder()
        .setBackend(message)
        .setWeight(backend.weight())
        .build();
  }
}
