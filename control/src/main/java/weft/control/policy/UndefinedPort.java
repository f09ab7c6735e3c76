package weft.control.policy;

import weft.api.opaqueroute.Forbidden;
import weft.api.outbound.OpaqueRoute;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.control.mesh.Service;
import weft.control.wire.MetaMessages;

/** The policy of a service's address with a port that it does not list: forbidden (9.7). */
final class UndefinedPort {
  private UndefinedPort() {}

  static OutboundPolicy of(Service service, int port) {
    return OutboundPolicy.newBuilder()
        .setMetadata(MetaMessages.service(service, port))
        .setProtocol(
            ProxyProtocol.newBuilder()
                .setOpaque(ProxyProtocol.Opaque.newBuilder().addRoutes(forbidden())))
        .build();
  }

  private static OpaqueRoute forbidden() {
    return OpaqueRoute.newBuilder()
        .setMetadata(MetaMessages.byDefault("undefined-port"))
        .addRules(
            OpaqueRoute.Rule.newBuilder()
                .addFilters(
                    OpaqueRoute.Filter.newBuilder().setForbidden(Forbidden.getDefaultInstance()))
                .setBackends(
                    OpaqueRoute.Distribution.newBuilder()
                        .setEmpty(OpaqueRoute.Distribution.Empty.getDefaultInstance())))
        .build();
  }
}
