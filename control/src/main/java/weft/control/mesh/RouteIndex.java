package weft.control.mesh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which routes hang on what, decided as the reference's statuses are (control-plane.md 9.3, 10.1).
 * Immutable.
 */
final class RouteIndex {
  /** A route by one of its parents. */
  private record Attachment(Route route, ParentRef parent) {}

  /** Whether a route hangs on a parent. */
  enum Acceptance {
    ACCEPTED,
    NO_MATCHING_PARENT,
    /** A route of a more specific kind has the same parent and port. */
    CONFLICTED
  }

  /** Older first; one that a cluster has dated before one that stands in a file. */
  private static final Comparator<Route> PRECEDENCE =
      Comparator.comparing(
          route -> route.meta().created(), Comparator.nullsLast(Comparator.naturalOrder()));

  private final Map<ObjectName, Service> services;
  private final Map<ObjectName, EgressNetwork> egress;
  private final Map<ParentRef.Target, Map<ObjectName, List<Attachment>>> attached = new HashMap<>();

  /**
   * Puts them in order.
   *
   * @param routes in the order of the file, which decides between routes without a date
   */
  RouteIndex(
      Map<ObjectName, Service> services,
      Map<ObjectName, EgressNetwork> egress,
      Collection<Route> routes) {
    this.services = Map.copyOf(services);
    this.egress = Map.copyOf(egress);
    routes.stream().sorted(PRECEDENCE).forEach(this::add);
  }

  private void add(Route route) {
    for (var parent : route.parents()) {
      attached
          .computeIfAbsent(parent.target(), _ -> new HashMap<>())
          .computeIfAbsent(parent.name(), _ -> new ArrayList<>())
          .add(new Attachment(route, parent));
    }
  }

  Acceptance accept(Route route, ParentRef parent) {
    if (!exists(parent)) {
      return Acceptance.NO_MATCHING_PARENT;
    }
    boolean beaten =
        on(parent.target(), parent.name()).stream()
            .anyMatch(
                other -> isMoreSpecific(other.route(), route) && other.parent().overlaps(parent));
    return beaten ? Acceptance.CONFLICTED : Acceptance.ACCEPTED;
  }

  /** The accepted routes of a parent's port, in the order of precedence. */
  List<Route> routes(ParentRef.Target target, ObjectName name, int port) {
    return on(target, name).stream()
        .filter(one -> one.parent().isAt(port))
        .filter(one -> accept(one.route(), one.parent()) == Acceptance.ACCEPTED)
        .map(Attachment::route)
        .distinct()
        .toList();
  }

  private List<Attachment> on(ParentRef.Target target, ObjectName name) {
    return attached.getOrDefault(target, Map.of()).getOrDefault(name, List.of());
  }

  private boolean exists(ParentRef parent) {
    return switch (parent.target()) {
      case SERVICE -> {
        var service = services.get(parent.name());
        yield service != null && !service.headless() && !service.external();
      }
      case EGRESS_NETWORK -> egress.containsKey(parent.name());
      case OTHER -> false;
    };
  }

  private static boolean isMoreSpecific(Route one, Route other) {
    return rank(one) < rank(other);
  }

  private static int rank(Route route) {
    return switch (route.kind()) {
      case GRPC_ROUTE -> 0;
      case HTTP_ROUTE -> 1;
      case TLS_ROUTE -> 2;
      default -> 3;
    };
  }
}
