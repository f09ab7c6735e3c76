package weft.proxy.discover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.api.destination.DestinationProfile;
import weft.api.destination.RequestMatch;
import weft.api.destination.Route;
import weft.api.destination.WeightedDst;
import weft.proxy.balance.Endpoint;
import weft.proxy.config.Addr;
import weft.proxy.config.DnsName;
import weft.proxy.route.Backend;
import weft.proxy.route.Condition;
import weft.proxy.route.Distribution;
import weft.proxy.route.Distribution.Choice;
import weft.proxy.route.Meta;
import weft.proxy.route.ProfileRoute;
import weft.proxy.route.Regex;
import weft.proxy.route.Routing;
import weft.proxy.stack.RetryBudget;

/**
 * Reads profiles: what makes no sense is left out, and said. Pure. Source: docs/spec/outbound.md
 * 17.
 */
final class Profiles {
  private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);

  private Profiles() {}

  static Profile read(DestinationProfile message) {
    Endpoint endpoint =
        message.hasEndpoint() ? Endpoints.read(message.getEndpoint(), Map.of()) : null;
    DnsName name = DnsName.parse(message.getFullyQualifiedName());
    return new Profile(
        name == null ? "" : name.withoutDot().text(),
        message.getOpaqueProtocol(),
        endpoint,
        Profile.routes(routes(message)),
        targets(message.getDstOverridesList()),
        message.hasRetryBudget() ? budget(message.getRetryBudget()) : null);
  }

  private static List<Routing.Route<ProfileRoute>> routes(DestinationProfile message) {
    var routes = new ArrayList<Routing.Route<ProfileRoute>>(message.getRoutesCount());
    for (Route route : message.getRoutesList()) {
      try {
        Condition condition = condition(route.getCondition());
        if (route.getIsRetryable() && !message.hasRetryBudget()) {
          LOG.warn("retry_budget is missing: {}", message.getFullyQualifiedName());
        }
        routes.add(
            new Routing.Route<>(
                List.of(), List.of(new Routing.Rule<>(List.of(condition), route(route)))));
      } catch (Invalid e) {
        LOG.warn(
            "Profile route left out: {} of {}", e.getMessage(), message.getFullyQualifiedName());
      }
    }
    return routes;
  }

  private static ProfileRoute route(Route route) {
    return new ProfileRoute(
        route.getMetricsLabelsMap(),
        ProfileClasses.read(route.getResponseClassesList()),
        route.getIsRetryable(),
        timeout(route));
  }

  private static Duration timeout(Route route) {
    try {
      return Common.limit(route.hasTimeout(), route.getTimeout(), "timeout");
    } catch (Invalid e) {
      LOG.warn("Profile route has no timeout: {}", e.getMessage());
      return Duration.ZERO;
    }
  }

  private static Condition condition(RequestMatch match) throws Invalid {
    return switch (match.getMatchCase()) {
      case ALL -> new Condition.All(parts(match.getAll()));
      case ANY -> new Condition.Any(parts(match.getAny()));
      case NOT -> new Condition.Not(condition(match.getNot()));
      case PATH -> new Condition.Path(path(match.getPath().getRegex()));
      case METHOD -> new Condition.Method(Common.method(match.getMethod()));
      case MATCH_NOT_SET -> throw new Invalid("invalid condition: missing match");
    };
  }

  /** Parts that make no sense are left out. */
  private static List<Condition> parts(RequestMatch.Seq seq) {
    var parts = new ArrayList<Condition>(seq.getMatchesCount());
    for (RequestMatch match : seq.getMatchesList()) {
      try {
        parts.add(condition(match));
      } catch (Invalid e) {
        LOG.debug("Part of a condition left out: {}", e.getMessage());
      }
    }
    return parts;
  }

  /** Bound to begin and end by plain concatenation: {@code a|b} becomes {@code ^a|b$}. */
  private static Regex path(String text) throws Invalid {
    String pattern = text.strip();
    pattern = pattern.startsWith("^") ? pattern : '^' + pattern;
    pattern = pattern.endsWith("$") ? pattern : pattern + '$';
    try {
      return Regex.of(pattern);
    } catch (IllegalArgumentException e) {
      throw Invalid.in("invalid path", e);
    }
  }

  private static Distribution targets(List<WeightedDst> overrides) {
    var choices = new ArrayList<Choice>(overrides.size());
    for (WeightedDst override : overrides) {
      if (override.getWeight() == 0) {
        continue;
      }
      if (Addr.parse(override.getAuthority(), 0) instanceof Addr.Name(var name, int port)
          && port != 0) {
        String host = name.withoutDot().text();
        Backend backend = Backend.balance(Meta.ofService(host, port), host + ':' + port);
        int weight = Distributions.weight(override.getWeight());
        choices.add(new Choice(backend, List.of(), weight));
      } else {
        LOG.warn("Profile target left out: {} is not NAME:PORT", override.getAuthority());
      }
    }
    return choices.isEmpty()
        ? Distribution.EMPTY
        : new Distribution(Distribution.Law.RANDOM_AVAILABLE, choices);
  }

  private static RetryBudget.@Nullable Law budget(weft.api.destination.RetryBudget message) {
    try {
      if (!message.hasTtl()) {
        throw new Invalid("missing ttl");
      }
      return new RetryBudget.Law(
          Common.duration(message.getTtl(), "ttl"),
          message.getRetryRatio(),
          message.getMinRetriesPerSecond());
    } catch (Invalid | IllegalArgumentException e) {
      LOG.warn("Invalid retry budget: {}", e.getMessage());
      return null;
    }
  }
}
