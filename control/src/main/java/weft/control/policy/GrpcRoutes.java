package weft.control.policy;

import com.google.protobuf.Duration;
import java.util.List;
import weft.api.grpcroute.GrpcFailureInjector;
import weft.api.httproute.Ratio;
import weft.api.httproute.Timeouts;
import weft.api.outbound.GrpcRoute;
import weft.api.outbound.GrpcRoute.Distribution;
import weft.api.outbound.HttpRoute;
import weft.control.mesh.Kind;
import weft.control.mesh.Route;
import weft.control.policy.RouteBackends.Resolved;
import weft.control.wire.MetaMessages;

/** GRPCRoutes as messages (control-plane.md 9.3, 9.4). Pure. */
record GrpcRoutes(RouteParent parent) {
  /** INTERNAL; the reference sends 500, which is no code of gRPC. */
  private static final int FAILED = 13;

  /** Those that apply; empty where the parent has none. */
  List<GrpcRoute> all() {
    return parent.routes(Kind.GRPC_ROUTE).stream().map(this::route).toList();
  }

  private GrpcRoute route(Route route) {
    return GrpcRoute.newBuilder()
        .setMetadata(MetaMessages.route(route))
        .addAllHosts(route.hosts())
        .addAllRules(route.rules().stream().map(rule -> rule(route, rule)).toList())
        .build();
  }

  private GrpcRoute.Rule rule(Route route, Route.Rule rule) {
    var message =
        GrpcRoute.Rule.newBuilder()
            .addAllMatches(rule.grpc())
            .addAllFilters(rule.filters().stream().map(GrpcRoutes::filter).toList())
            .setBackends(distribution(new RouteBackends(parent).of(rule)));
    var shared = parent.traffic().routes();
    Traffic.timeouts(route, rule, shared).ifPresent(timeouts -> setTimeouts(message, timeouts));
    Traffic.grpc(Traffic.effective(route.own().grpc(), shared.grpc())).ifPresent(message::setRetry);
    return message.build();
  }

  private static void setTimeouts(GrpcRoute.Rule.Builder rule, Timeouts timeouts) {
    rule.setTimeouts(timeouts);
    if (timeouts.hasRequest()) {
      setOldTimeout(rule, timeouts.getRequest());
    }
  }

  @SuppressWarnings("deprecation") // clients of older versions read this field alone
  private static void setOldTimeout(GrpcRoute.Rule.Builder rule, Duration timeout) {
    rule.setRequestTimeout(timeout);
  }

  private Distribution distribution(List<Resolved> backends) {
    return backends.isEmpty()
        ? Distribution.newBuilder()
            .setFirstAvailable(
                Distribution.FirstAvailable.newBuilder()
                    .addBackends(GrpcRoute.RouteBackend.newBuilder().setBackend(parent.own())))
            .build()
        : Distribution.newBuilder()
            .setRandomAvailable(
                Distribution.RandomAvailable.newBuilder()
                    .addAllBackends(backends.stream().map(GrpcRoutes::weighted).toList()))
            .build();
  }

  private static GrpcRoute.WeightedRouteBackend weighted(Resolved backend) {
    var message =
        GrpcRoute.RouteBackend.newBuilder()
            .setBackend(backend.backend())
            .addAllFilters(backend.filters().stream().map(GrpcRoutes::filter).toList());
    backend.failure().ifPresent(why -> message.addFilters(failure(FAILED, why)));
    return GrpcRoute.WeightedRouteBackend.newBuilder()
        .setBackend(message)
        .setWeight(backend.weight())
        .build();
  }

  /** The only filter that a GRPCRoute has; reading refuses the others. */
  private static GrpcRoute.Filter filter(HttpRoute.Filter filter) {
    return GrpcRoute.Filter.newBuilder()
        .setRequestHeaderModifier(filter.getRequestHeaderModifier())
        .build();
  }

  static GrpcRoute.Filter failure(int code, String why) {
    return GrpcRoute.Filter.newBuilder()
        .setFailureInjector(
            GrpcFailureInjector.newBuilder()
                .setCode(code)
                .setMessage(why)
                .setRatio(Ratio.newBuilder().setNumerator(1).setDenominator(1)))
        .build();
  }
}
