package weft.control.policy;

import com.google.protobuf.Duration;
import java.util.List;
import weft.api.httproute.HttpFailureInjector;
import weft.api.httproute.Ratio;
import weft.api.httproute.Timeouts;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.HttpRoute.Distribution;
import weft.control.mesh.Kind;
import weft.control.mesh.Route;
import weft.control.policy.RouteBackends.Resolved;
import weft.control.wire.MetaMessages;

/** HTTPRoutes as messages (control-plane.md 9.3, 9.4). Pure. */
record HttpRoutes(RouteParent parent) {
  private static final int FAILED = 500;

  /** Those that apply; empty where the parent has none. */
  List<HttpRoute> all() {
    return parent.routes(Kind.HTTP_ROUTE).stream().map(this::route).toList();
  }

  /** What a parent without routes has, with the parent's timeouts and retries. */
  HttpRoute byDefault(String name) {
    return DefaultRoutes.http(name, defaultRule());
  }

  /** The same, refused. */
  HttpRoute refused(String name, int status, String why) {
    return DefaultRoutes.http(name, defaultRule().addFilters(failure(status, why)));
  }

  private HttpRoute.Rule.Builder defaultRule() {
    var rule = DefaultRoutes.rule(Matches.everyPath(), parent.own());
    var routes = parent.traffic().routes();
    Traffic.timeouts(routes.timeouts()).ifPresent(timeouts -> setTimeouts(rule, timeouts));
    Traffic.http(routes.http()).ifPresent(rule::setRetry);
    return rule;
  }

  private HttpRoute route(Route route) {
    return HttpRoute.newBuilder()
        .setMetadata(MetaMessages.route(route))
        .addAllHosts(route.hosts())
        .addAllRules(route.rules().stream().map(rule -> rule(route, rule)).toList())
        .build();
  }

  private HttpRoute.Rule rule(Route route, Route.Rule rule) {
    var message =
        HttpRoute.Rule.newBuilder()
            .addAllMatches(rule.http())
            .addAllFilters(rule.filters())
            .setBackends(distribution(new RouteBackends(parent).of(rule)));
    var shared = parent.traffic().routes();
    Traffic.timeouts(route, rule, shared).ifPresent(timeouts -> setTimeouts(message, timeouts));
    Traffic.http(Traffic.effective(route.own().http(), shared.http())).ifPresent(message::setRetry);
    return message.build();
  }

  private static void setTimeouts(HttpRoute.Rule.Builder rule, Timeouts timeouts) {
    rule.setTimeouts(timeouts);
    if (timeouts.hasRequest()) {
      setOldTimeout(rule, timeouts.getRequest());
    }
  }

  @SuppressWarnings("deprecation") // clients of older versions read this field alone
  private static void setOldTimeout(HttpRoute.Rule.Builder rule, Duration timeout) {
    rule.setRequestTimeout(timeout);
  }

  private Distribution distribution(List<Resolved> backends) {
    return backends.isEmpty()
        ? Distribution.newBuilder()
            .setFirstAvailable(
                Distribution.FirstAvailable.newBuilder()
                    .addBackends(HttpRoute.RouteBackend.newBuilder().setBackend(parent.own())))
            .build()
        : Distribution.newBuilder()
            .setRandomAvailable(
                Distribution.RandomAvailable.newBuilder()
                    .addAllBackends(backends.stream().map(HttpRoutes::weighted).toList()))
            .build();
  }

  private static HttpRoute.WeightedRouteBackend weighted(Resolved backend) {
    var message =
        HttpRoute.RouteBackend.newBuilder()
            .setBackend(backend.backend())
            .addAllFilters(backend.filters());
    backend.failure().ifPresent(why -> message.addFilters(failure(FAILED, why)));
    return HttpRoute.WeightedRouteBackend.newBuilder()
        .setBackend(message)
        .setWeight(backend.weight())
        .build();
  }

  private static HttpRoute.Filter failure(int status, String why) {
    return HttpRoute.Filter.newBuilder()
        .setFailureInjector(
            HttpFailureInjector.newBuilder()
                .setStatus(status)
                .setMessage(why)
                .setRatio(Ratio.newBuilder().setNumerator(1).setDenominator(1)))
        .build();
  }
}
