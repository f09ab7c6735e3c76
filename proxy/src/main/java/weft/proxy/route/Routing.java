package weft.proxy.route;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.RequestHead;

/**
 * Finds the rule of a request: the one that fits most closely, and of equals the first.
 *
 * <p>The host counts first, then the rest. Immutable. Source: docs/spec/outbound.md 12.1.
 *
 * @param <R> what a rule asks for
 */
public final class Routing<R> {
  private final List<Route<R>> routes;
  private final List<Case<R>> cases;

  /** Rules under the hosts they are for; without hosts: for every request. */
  public record Route<R>(List<HostMatch> hosts, List<Rule<R>> rules) {
    /** Copies the lists. */
    public Route {
      hosts = List.copyOf(hosts);
      rules = List.copyOf(rules);
    }
  }

  /** What is asked for where one of the matches fits. */
  public record Rule<R>(List<? extends RequestMatch> matches, R asks) {
    /** Copies the list, which must not be empty. */
    public Rule {
      matches = List.copyOf(matches);
      if (matches.isEmpty()) {
        throw new IllegalArgumentException("a rule without matches says which match that implies");
      }
    }
  }

  /**
   * One match of one rule.
   *
   * @param number among all of the routing, from 0
   */
  public record Case<R>(int number, List<HostMatch> hosts, RequestMatch match, R asks) {}

  private Routing(List<Route<R>> routes) {
    this.routes = List.copyOf(routes);
    this.cases = cases(this.routes);
  }

  public static <R> Routing<R> of(List<Route<R>> routes) {
    return new Routing<>(routes);
  }

  /** The same for every request. */
  public static <R> Routing<R> always(RequestMatch all, R asks) {
    return of(List.of(new Route<>(List.of(), List.of(new Rule<>(List.of(all), asks)))));
  }

  private static <R> List<Case<R>> cases(List<Route<R>> routes) {
    var cases = new ArrayList<Case<R>>();
    for (Route<R> route : routes) {
      for (Rule<R> rule : route.rules()) {
        for (RequestMatch match : rule.matches()) {
          cases.add(new Case<>(cases.size(), route.hosts(), match, rule.asks()));
        }
      }
    }
    return List.copyOf(cases);
  }

  /** All there is to find, in order; {@link Case#number} is the index. */
  public List<Case<R>> all() {
    return cases;
  }

  public List<Route<R>> routes() {
    return routes;
  }

  /** What fits the request; null if nothing does. */
  public @Nullable Case<R> find(RequestHead head) {
    var asked = new Asked(head);
    Case<R> best = null;
    int bestHost = HostMatch.NONE;
    long bestRank = Rank.NONE;
    for (int i = 0; i < cases.size(); i++) {
      Case<R> next = cases.get(i);
      int host = HostMatch.rank(next.hosts, asked);
      long rank = host < bestHost || host == HostMatch.NONE ? Rank.NONE : next.match.rank(asked);
      if (rank != Rank.NONE && (host > bestHost || rank > bestRank)) {
        best = next;
        bestHost = host;
        bestRank = rank;
      }
    }
    return best;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Routing<?> routing && routes.equals(routing.routes);
  }

  @Override
  public int hashCode() {
    return routes.hashCode();
  }

  @Override
  public String toString() {
    return "routing " + routes;
  }
}
