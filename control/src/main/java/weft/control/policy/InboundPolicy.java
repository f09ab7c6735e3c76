package weft.control.policy;

import weft.api.inbound.HttpRoute;
import weft.api.inbound.ProxyProtocol;
import weft.api.inbound.Server;
import weft.control.mesh.Annotations;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.MeshSettings;
import weft.control.wire.MetaMessages;
import weft.control.wire.Spans;

/**
 * What one port of a workload accepts when no Server resource names it (control-plane.md 8.4).
 * Server resources plug in before {@link #of}: the first that selects the port replaces it. Pure.
 */
final class InboundPolicy {
  private static final int DETECT_SECONDS = 10;

  private InboundPolicy() {}

  static Server of(ExternalWorkload workload, int port, MeshSettings settings) {
    var policy = Annotations.defaultPolicy(workload, port, settings);
    boolean opaque = Annotations.opaquePorts(workload, settings).contains(port);
    return Server.newBuilder()
        .putLabels("group", "")
        .putLabels("kind", "default")
        .putLabels("name", policy.word())
        .setProtocol(opaque ? opaque() : detect())
        .addAllAuthorizations(DefaultAuthorization.of(policy, settings))
        .build();
  }

  private static ProxyProtocol opaque() {
    return ProxyProtocol.newBuilder().setOpaque(ProxyProtocol.Opaque.getDefaultInstance()).build();
  }

  private static ProxyProtocol detect() {
    return ProxyProtocol.newBuilder()
        .setDetect(
            ProxyProtocol.Detect.newBuilder()
                .setTimeout(Spans.seconds(DETECT_SECONDS))
                .addHttpRoutes(defaultRoute()))
        .build();
  }

  /** Everything, with the server's authorizations. */
  private static HttpRoute defaultRoute() {
    return HttpRoute.newBuilder()
        .setMetadata(MetaMessages.byDefault("default"))
        .addRules(HttpRoute.Rule.newBuilder().addMatches(Matches.everyPath()))
        .build();
  }
}
