package weft.control.policy;

import java.util.List;
import weft.api.meta.Metadata;
import weft.api.outbound.Backend;
import weft.control.mesh.Kind;
import weft.control.mesh.Mesh;
import weft.control.mesh.ObjectName;
import weft.control.mesh.ParentRef;
import weft.control.mesh.ParentTraffic;
import weft.control.mesh.Route;

/**
 * One port of what routes hang on, as the clients of one namespace see it.
 *
 * @param client whose consumer routes count
 * @param metadata its name as messages say it
 * @param own where requests go for which a route names no backend
 */
record RouteParent(
    Mesh mesh,
    ParentRef.Target target,
    ObjectName name,
    int port,
    String client,
    ParentTraffic traffic,
    Metadata metadata,
    Backend own) {

  /** The routes of one kind that apply, in the order of precedence (control-plane.md 9.3). */
  List<Route> routes(Kind kind) {
    return mesh.routes(target, name, port).stream()
        .filter(route -> route.kind() == kind)
        .filter(route -> route.appliesTo(client, name.namespace()))
        .toList();
  }
}
