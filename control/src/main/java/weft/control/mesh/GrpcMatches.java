package weft.control.mesh;

import java.util.List;
import weft.api.grpcroute.GrpcRouteMatch;
import weft.api.grpcroute.GrpcRpcMatch;

/** Reads {@code matches} of a GRPCRoute's rule to the form in which they are served. */
final class GrpcMatches {
  private static final String REGEX = "RegularExpression";

  private boolean usable = true;

  /** False once a match was seen that proxies cannot make. */
  boolean usable() {
    return usable;
  }

  List<GrpcRouteMatch> of(Fields rule) {
    var items = rule.list("matches");
    return items.isEmpty()
        ? List.of(GrpcRouteMatch.newBuilder().setRpc(GrpcRpcMatch.getDefaultInstance()).build())
        : items.stream().map(this::match).toList();
  }

  private GrpcRouteMatch match(Value item) {
    var fields = item.fields();
    var match = GrpcRouteMatch.newBuilder().setRpc(rpc(fields.section("method"), fields));
    fields.list("headers").forEach(header -> match.addHeaders(HttpMatches.header(header)));
    fields.end();
    return match.build();
  }

  /** Empty service or method: any. */
  private GrpcRpcMatch rpc(Fields method, Fields match) {
    if (match.value("method").isEmpty()) {
      return GrpcRpcMatch.getDefaultInstance();
    }
    var type = method.orDefault("type", Syntaxes.oneOf("Exact", REGEX), "Exact");
    var rpc =
        GrpcRpcMatch.newBuilder()
            .setService(method.orDefault("service", Syntaxes.ANY_TEXT, ""))
            .setMethod(method.orDefault("method", Syntaxes.ANY_TEXT, ""))
            .build();
    if (type.equals(REGEX)) {
      usable = false;
      method
          .value("type")
          .ifPresent(v -> v.doubt(REGEX + ", so that the whole route is ignored", "Exact"));
    }
    method.end();
    return rpc;
  }
}
