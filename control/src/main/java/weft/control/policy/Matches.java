package weft.control.policy;

import weft.api.httproute.HttpRouteMatch;
import weft.api.httproute.PathMatch;

/** Matches of routes as messages (docs/spec/wire/http_route.md). */
final class Matches {
  private Matches() {}

  static PathMatch prefix(String path) {
    return PathMatch.newBuilder().setPrefix(path).build();
  }

  static HttpRouteMatch everyPath() {
    return HttpRouteMatch.newBuilder().setPath(prefix("/")).build();
  }
}
