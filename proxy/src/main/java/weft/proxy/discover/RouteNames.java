package weft.proxy.discover;

import weft.api.meta.Metadata;
import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;

/**
 * What the requests of a destination are called in metrics: parent, route, backend.
 *
 * <p>Source: docs/spec/telemetry.md 2, 4.4; docs/spec/outbound.md 6.
 *
 * @param grpc the route is one of a gRPC policy
 */
public record RouteNames(boolean grpc, Labels parent, Labels route, Labels backend) {
  private static final String PARENT = "parent";
  private static final String ROUTE = "route";
  private static final String BACKEND = "backend";
  private static final String DEFAULT = "default";

  /** Where no policy says more than where to go: all three are called the same. */
  public static RouteNames ofDefault(String name) {
    return new RouteNames(
        false,
        whole(PARENT, name),
        LabelSets.resource(ROUTE, "", DEFAULT, "", name),
        whole(BACKEND, name));
  }

  static RouteNames of(boolean grpc, Metadata parent, Metadata route, Metadata backend) {
    return new RouteNames(grpc, whole(PARENT, parent), route(route), whole(BACKEND, backend));
  }

  /** Of a route and its parent. */
  public Labels labels() {
    return parent.and(route);
  }

  private static Labels whole(String prefix, String name) {
    return LabelSets.resource(prefix, "", DEFAULT, "", name, 0, "");
  }

  private static Labels whole(String prefix, Metadata metadata) {
    if (!metadata.hasResource()) {
      return whole(prefix, metadata.getDefault());
    }
    var of = metadata.getResource();
    return LabelSets.resource(
        prefix,
        of.getGroup(),
        of.getKind(),
        of.getNamespace(),
        of.getName(),
        of.getPort(),
        of.getSection());
  }

  private static Labels route(Metadata metadata) {
    if (!metadata.hasResource()) {
      return LabelSets.resource(ROUTE, "", DEFAULT, "", metadata.getDefault());
    }
    var of = metadata.getResource();
    return LabelSets.resource(ROUTE, of.getGroup(), of.getKind(), of.getNamespace(), of.getName());
  }
}
