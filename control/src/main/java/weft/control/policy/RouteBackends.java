package weft.control.policy;

import java.util.List;
import java.util.Optional;
import weft.api.meta.Metadata;
import weft.api.outbound.Backend;
import weft.api.outbound.HttpRoute;
import weft.control.mesh.BackendRef;
import weft.control.mesh.ParentRef.Target;
import weft.control.mesh.Route;
import weft.control.wire.MetaMessages;

/**
 * The backends of a rule (control-plane.md 9.4). One that cannot be sent to stays in with its share
 * and fails what it gets: leaving it out would give its share to the others. Pure.
 */
record RouteBackends(RouteParent parent) {

  /**
   * One backend of a rule.
   *
   * @param failure why requests to it fail; empty for one that works
   */
  record Resolved(
      Backend backend, int weight, List<HttpRoute.Filter> filters, Optional<String> failure) {}

  /** In the order of the rule; empty where the rule names none. */
  List<Resolved> of(Route.Rule rule) {
    return rule.backends().stream().map(this::resolve).toList();
  }

  private Resolved resolve(BackendRef ref) {
    if (!ref.usable()) {
      return failing(ref, invalid(), "a filter that is not supported");
    }
    return switch (ref.target()) {
      case SERVICE -> service(ref);
      case EGRESS_NETWORK -> egress(ref);
      case OTHER -> failing(ref, invalid(), "a backend of kind " + ref.kind());
    };
  }

  private Resolved service(BackendRef ref) {
    var name = ref.in(parent.name().namespace());
    if (ref.port() == null) {
      return failing(ref, invalid(), "a backend without port");
    }
    int port = ref.port();
    var mesh = parent.mesh();
    return mesh.service(name)
        .map(service -> working(ref, Backends.balanced(service, port, mesh.settings())))
        .orElseGet(
            () ->
                failing(
                    ref,
                    MetaMessages.service(name.namespace(), name.name(), port),
                    "Service not found " + name.name()));
  }

  /** Only the parent itself can be one: that is where the client wanted to go. */
  private Resolved egress(BackendRef ref) {
    boolean self =
        parent.target() == Target.EGRESS_NETWORK
            && ref.in(parent.name().namespace()).equals(parent.name());
    return self
        ? working(ref, parent.own())
        : failing(ref, invalid(), "EgressNetwork not found " + ref.name());
  }

  private static Resolved working(BackendRef ref, Backend backend) {
    return new Resolved(backend, ref.weight(), ref.filters(), Optional.empty());
  }

  private static Resolved failing(BackendRef ref, Metadata metadata, String why) {
    return new Resolved(Backends.nowhere(metadata), ref.weight(), List.of(), Optional.of(why));
  }

  private static Metadata invalid() {
    return MetaMessages.byDefault("invalid");
  }
}
