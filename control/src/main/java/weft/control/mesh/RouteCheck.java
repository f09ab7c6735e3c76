package weft.control.mesh;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says of routes what the reference writes to their statuses (control-plane.md 10.1): a parent that
 * does not take them, a backend that is not there.
 */
final class RouteCheck {
  private final Map<ObjectName, Service> services = new HashMap<>();
  private final RouteIndex index;

  RouteCheck(Collection<Resource> resources) {
    var networks = new HashMap<ObjectName, EgressNetwork>();
    for (var resource : resources) {
      switch (resource) {
        case Service service -> services.put(service.meta().id(), service);
        case EgressNetwork network -> networks.put(network.meta().id(), network);
        default -> {
          // No parent and no backend of a route.
        }
      }
    }
    this.index =
        new RouteIndex(
            services,
            networks,
            resources.stream().filter(Route.class::isInstance).map(Route.class::cast).toList());
  }

  void check(Document document, Route route) {
    var places = items(document, "parentRefs");
    if (places.isEmpty()) {
      document.doubt("no parent, so that it is for nothing", "one at least", "spec", "parentRefs");
    }
    for (int i = 0; i < places.size(); i++) {
      check(places.get(i), route, route.parents().get(i));
    }
    var rules = items(document, "rules");
    for (int i = 0; i < rules.size(); i++) {
      var backends = rules.get(i).fields().list("backendRefs");
      for (int j = 0; j < backends.size(); j++) {
        check(backends.get(j), route, route.rules().get(i).backends().get(j));
      }
      checkWeights(rules.get(i), route.rules().get(i).backends());
    }
  }

  private static void checkWeights(Value rule, List<BackendRef> backends) {
    if (!backends.isEmpty() && backends.stream().allMatch(backend -> backend.weight() == 0)) {
      rule.doubt(
          "backends of weight 0 only, so that all requests fail", "one weight above 0 at least");
    }
  }

  private static List<Value> items(Document document, String key) {
    return document.at("spec").fields().list(key);
  }

  private void check(Value place, Route route, ParentRef parent) {
    if (parent.isServer()) {
      place.doubt("a Server as parent: inbound routes are not in force", "kind Service");
      return;
    }
    switch (index.accept(route, parent)) {
      case ACCEPTED -> {
        if (parent.target() == ParentRef.Target.SERVICE) {
          checkPort(place, services.get(parent.name()), parent.port());
        }
      }
      case NO_MATCHING_PARENT ->
          place.doubt(
              parent + ", which does not take routes (NoMatchingParent)",
              "an EgressNetwork, or a Service with an address of its own, of group core");
      case CONFLICTED ->
          place.doubt(
              parent + ", which has a route of a more specific kind (RouteReasonConflicted)",
              "routes of one kind at each port: GRPCRoute wins over HTTPRoute, TLSRoute, TCPRoute");
    }
  }

  private void check(Value place, Route route, BackendRef backend) {
    if (backend.target() == ParentRef.Target.OTHER) {
      place.doubt(
          "a backend of kind " + backend.kind() + ", which fails all requests (InvalidKind)",
          "a Service of group core");
    } else if (backend.target() == ParentRef.Target.SERVICE && !exists(route, backend)) {
      place.doubt(
          "the Service " + backend.name() + ", which does not exist (BackendNotFound)",
          "a Service of the mesh; without namespace: in that of the parent");
    } else if (backend.target() == ParentRef.Target.SERVICE) {
      route.parents().stream()
          .map(parent -> services.get(backend.in(parent.name().namespace())))
          .forEach(service -> checkPort(place, service, backend.port()));
    }
  }

  /** Any other port is taken as the target itself (control-plane.md 3.5), which may be meant. */
  private static void checkPort(Value place, @Nullable Service service, @Nullable Integer port) {
    if (service != null && port != null && service.port(port).isEmpty()) {
      place.doubt(
          "port " + port + ", which Service " + service.meta().id() + " does not list",
          "one of " + service.ports().stream().map(ServicePort::number).sorted().toList());
    }
  }

  private boolean exists(Route route, BackendRef backend) {
    return route.parents().stream()
        .allMatch(parent -> services.containsKey(backend.in(parent.name().namespace())));
  }
}
