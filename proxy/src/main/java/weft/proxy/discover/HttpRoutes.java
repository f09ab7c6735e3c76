package weft.proxy.discover;

import java.util.ArrayList;
import java.util.List;
import weft.api.outbound.HttpRoute;
import weft.proxy.route.Distribution;
import weft.proxy.route.Distribution.Choice;
import weft.proxy.route.Distribution.Law;
import weft.proxy.route.Meta;
import weft.proxy.route.PolicyRoute;
import weft.proxy.route.Routing;

/** Reads routes of HTTP. Pure. Source: docs/spec/outbound.md 5.3, docs/spec/wire/outbound.md. */
final class HttpRoutes {
  private HttpRoutes() {}

  static Routing<PolicyRoute> read(List<HttpRoute> messages) throws Invalid {
    var routes = new ArrayList<Routing.Route<PolicyRoute>>(messages.size());
    for (HttpRoute message : messages) {
      Meta meta = Common.meta(message.hasMetadata(), message.getMetadata(), "route metadata");
      var rules = new ArrayList<Routing.Rule<PolicyRoute>>(message.getRulesCount());
      for (HttpRoute.Rule rule : message.getRulesList()) {
        rules.add(new Routing.Rule<>(Matches.http(rule.getMatchesList()), rule(meta, rule)));
      }
      routes.add(new Routing.Route<>(Matches.hosts(message.getHostsList()), rules));
    }
    return Routing.of(routes);
  }

  @SuppressWarnings("deprecation") // older control planes still send requestTimeout
  private static PolicyRoute rule(Meta meta, HttpRoute.Rule rule) throws Invalid {
    return new PolicyRoute(
        meta,
        Filters.http(rule.getFiltersList()),
        distribution(rule),
        Retries.timeouts(
            rule.hasTimeouts(),
            rule.getTimeouts(),
            rule.hasRequestTimeout(),
            rule.getRequestTimeout()),
        rule.hasRetry() ? Retries.http(rule.getRetry()) : null,
        rule.getAllowL5DRequestHeaders());
  }

  private static Distribution distribution(HttpRoute.Rule rule) throws Invalid {
    if (!rule.hasBackends()) {
      throw new Invalid("missing distribution");
    }
    HttpRoute.Distribution message = rule.getBackends();
    return switch (message.getKindCase()) {
      case EMPTY -> Distribution.EMPTY;
      case FIRST_AVAILABLE ->
          Distributions.of(
              Law.FIRST_AVAILABLE,
              message.getFirstAvailable().getBackendsList(),
              backend -> choice(backend, 1));
      case RANDOM_AVAILABLE ->
          Distributions.of(
              Law.RANDOM_AVAILABLE,
              message.getRandomAvailable().getBackendsList(),
              HttpRoutes::weighted);
      case KIND_NOT_SET -> throw new Invalid("missing distribution kind");
    };
  }

  private static Choice weighted(HttpRoute.WeightedRouteBackend message) throws Invalid {
    Distributions.requireBackend(message.hasBackend());
    return choice(message.getBackend(), Distributions.weight(message.getWeight()));
  }

  private static Choice choice(HttpRoute.RouteBackend message, int weight) throws Invalid {
    Distributions.requireBackend(message.hasBackend());
    return new Choice(
        Backends.read(message.getBackend()), Filters.http(message.getFiltersList()), weight);
  }
}
