package weft.control.policy;

import java.net.InetSocketAddress;
import weft.api.destination.WeightedAddr;
import weft.api.httproute.HttpRouteMatch;
import weft.api.outbound.Backend;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.control.wire.MetaMessages;
import weft.control.wire.NetMessages;

/** The policy of an address outside the mesh: as it is, to where it points (9.7). */
final class EgressFallback {
  private static final String NAME = "egress-fallback";

  private EgressFallback() {}

  static OutboundPolicy to(InetSocketAddress address) {
    var backend = backend(address);
    var http = DefaultRoutes.toOne(NAME, HttpRouteMatch.getDefaultInstance(), backend);
    return OutboundPolicy.newBuilder()
        .setMetadata(MetaMessages.byDefault(NAME))
        .setProtocol(ProxyProtocol.newBuilder().setDetect(detect(backend, http)))
        .build();
  }

  private static ProxyProtocol.Detect detect(Backend backend, HttpRoute http) {
    return ProxyProtocol.Detect.newBuilder()
        .setTimeout(Backends.DETECT_TIMEOUT)
        .setOpaque(ProxyProtocol.Opaque.newBuilder().addRoutes(DefaultRoutes.toOne(NAME, backend)))
        .setHttp1(ProxyProtocol.Http1.newBuilder().addRoutes(http))
        .setHttp2(ProxyProtocol.Http2.newBuilder().addRoutes(http))
        .build();
  }

  private static Backend backend(InetSocketAddress address) {
    var forward = WeightedAddr.newBuilder().setAddr(NetMessages.tcp(address)).setWeight(1).build();
    return Backends.forward(MetaMessages.byDefault(NAME), forward);
  }
}
