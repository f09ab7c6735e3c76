package weft.control.mesh;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.api.grpcroute.GrpcRouteMatch;
import weft.api.httproute.HostMatch;
import weft.api.httproute.HttpRouteMatch;
import weft.api.outbound.HttpRoute;

/**
 * Where requests to its parents go: an HTTPRoute, GRPCRoute, TLSRoute or TCPRoute (control-plane.md
 * 9.3, 9.4). What does not depend on the rest of the mesh is kept in the form in which it is
 * served.
 *
 * @param group the API group that its manifest is of
 * @param hosts names of which a request must have one; of TLS, its SNI; empty: any
 * @param own what its annotations say
 */
public record Route(
    Kind kind,
    String group,
    Meta meta,
    List<ParentRef> parents,
    List<HostMatch> hosts,
    List<Rule> rules,
    RouteTraffic own)
    implements Resource {
  public Route {
    parents = List.copyOf(parents);
    hosts = List.copyOf(hosts);
    rules = List.copyOf(rules);
  }

  /**
   * Where the requests that match go.
   *
   * @param http matches of an HTTPRoute; one of them must fit
   * @param grpc matches of a GRPCRoute; one of them must fit
   * @param filters what happens to a request; of a GRPCRoute only header modifiers
   * @param backends empty: to the parent itself
   * @param timeout for the whole request; null for none
   */
  public record Rule(
      List<HttpRouteMatch> http,
      List<GrpcRouteMatch> grpc,
      List<HttpRoute.Filter> filters,
      List<BackendRef> backends,
      @Nullable Duration timeout) {
    public Rule {
      http = List.copyOf(http);
      grpc = List.copyOf(grpc);
      filters = List.copyOf(filters);
      backends = List.copyOf(backends);
    }
  }

  /** A producer's route is for all clients, a consumer's for those of its own namespace. */
  public boolean appliesTo(String clientNamespace, String parentNamespace) {
    return meta.namespace().equals(parentNamespace) || meta.namespace().equals(clientNamespace);
  }
}
