package weft.proxy.discover;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.route.Backend;
import weft.proxy.route.Distribution;
import weft.proxy.route.Distribution.Choice;
import weft.proxy.route.Distribution.Law;
import weft.proxy.route.Meta;
import weft.proxy.route.OpaqueRoute;
import weft.proxy.route.OpaqueRoute.Ruling;

/** Reads routes of opaque connections. Pure. Source: docs/spec/outbound.md 5.3, 26. */
final class OpaqueRoutes {
  private OpaqueRoutes() {}

  /** The only route there may be; null without one. */
  static @Nullable OpaqueRoute read(List<weft.api.outbound.OpaqueRoute> messages) throws Invalid {
    if (messages.size() > 1) {
      throw new Invalid(
          "invalid ProxyProtocol: Opaque must have exactly one route, but "
              + messages.size()
              + " were provided");
    }
    return messages.isEmpty() ? null : route(messages.getFirst());
  }

  private static OpaqueRoute route(weft.api.outbound.OpaqueRoute message) throws Invalid {
    Meta meta = Common.meta(message.hasMetadata(), message.getMetadata(), "route metadata");
    if (message.getRulesCount() != 1) {
      throw new Invalid(
          "opaque route must have exactly one rule, but "
              + message.getRulesCount()
              + " were provided");
    }
    var rule = message.getRules(0);
    return new OpaqueRoute(meta, ruling(rule.getFiltersList()), distribution(rule));
  }

  /** The first filter decides. */
  private static Ruling ruling(List<weft.api.outbound.OpaqueRoute.Filter> filters) throws Invalid {
    Ruling ruling = Ruling.PASS;
    for (var filter : filters) {
      Ruling next =
          switch (filter.getKindCase()) {
            case INVALID -> Ruling.INVALID;
            case FORBIDDEN -> Ruling.FORBIDDEN;
            case KIND_NOT_SET -> throw new Invalid("invalid filter: unknown kind");
          };
      ruling = ruling == Ruling.PASS ? next : ruling;
    }
    return ruling;
  }

  private static Distribution distribution(weft.api.outbound.OpaqueRoute.Rule rule) throws Invalid {
    if (!rule.hasBackends()) {
      throw new Invalid("missing distribution");
    }
    var message = rule.getBackends();
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
              OpaqueRoutes::weighted);
      case KIND_NOT_SET -> throw new Invalid("missing distribution kind");
    };
  }

  private static Choice weighted(weft.api.outbound.OpaqueRoute.WeightedRouteBackend message)
      throws Invalid {
    Distributions.requireBackend(message.hasBackend());
    return choice(message.getBackend(), Distributions.weight(message.getWeight()));
  }

  private static Choice choice(weft.api.outbound.OpaqueRoute.RouteBackend message, int weight)
      throws Invalid {
    Distributions.requireBackend(message.hasBackend());
    Backend backend = Backends.read(message.getBackend());
    String refused =
        switch (ruling(message.getFiltersList())) {
          case PASS -> null;
          case FORBIDDEN -> "forbidden TCP route";
          case INVALID -> "invalid TCP backend";
        };
    return new Choice(
        refused == null ? backend : new Backend(backend.meta(), new Backend.Dispatch.Fail(refused)),
        List.of(),
        weight);
  }
}
