package weft.control.policy;

import java.util.List;
import weft.api.outbound.GrpcRoute;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OpaqueRoute;
import weft.api.outbound.ProxyProtocol;
import weft.api.outbound.TlsRoute;
import weft.control.mesh.ParentTraffic;

/** Protocols with their routes, and, for those that have answers, the failure accrual. Pure. */
record Protocols(ParentTraffic traffic) {

  ProxyProtocol detect(List<HttpRoute> http, List<OpaqueRoute> opaque) {
    return ProxyProtocol.newBuilder()
        .setDetect(
            ProxyProtocol.Detect.newBuilder()
                .setTimeout(Backends.DETECT_TIMEOUT)
                .setOpaque(ProxyProtocol.Opaque.newBuilder().addAllRoutes(opaque))
                .setHttp1(http1(http).getHttp1())
                .setHttp2(http2(http).getHttp2()))
        .build();
  }

  ProxyProtocol http1(List<HttpRoute> routes) {
    var message = ProxyProtocol.Http1.newBuilder().addAllRoutes(routes);
    traffic.accrual().map(Traffic::accrual).ifPresent(message::setFailureAccrual);
    return ProxyProtocol.newBuilder().setHttp1(message).build();
  }

  ProxyProtocol http2(List<HttpRoute> routes) {
    var message = ProxyProtocol.Http2.newBuilder().addAllRoutes(routes);
    traffic.accrual().map(Traffic::accrual).ifPresent(message::setFailureAccrual);
    return ProxyProtocol.newBuilder().setHttp2(message).build();
  }

  ProxyProtocol grpc(List<GrpcRoute> routes) {
    var message = ProxyProtocol.Grpc.newBuilder().addAllRoutes(routes);
    traffic.accrual().map(Traffic::accrual).ifPresent(message::setFailureAccrual);
    return ProxyProtocol.newBuilder().setGrpc(message).build();
  }

  ProxyProtocol tls(List<TlsRoute> routes) {
    return ProxyProtocol.newBuilder()
        .setTls(ProxyProtocol.Tls.newBuilder().addAllRoutes(routes))
        .build();
  }

  ProxyProtocol opaque(List<OpaqueRoute> routes) {
    return ProxyProtocol.newBuilder()
        .setOpaque(ProxyProtocol.Opaque.newBuilder().addAllRoutes(routes))
        .build();
  }
}
