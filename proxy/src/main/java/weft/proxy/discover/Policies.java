package weft.proxy.discover;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.api.outbound.FailureAccrual;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.ProxyProtocol;
import weft.proxy.discover.OutboundPolicy.Http;
import weft.proxy.route.Meta;

/** Reads outbound policies, whole or not at all. Pure. Source: docs/spec/outbound.md 5.3. */
final class Policies {
  private static final Logger LOG = LoggerFactory.getLogger(Policies.class);
  private static final String PROTOCOL = "invalid ProxyProtocol: ";

  private Policies() {}

  /** The policy; one that makes no sense is the misconfigured one, and a warning says why. */
  static OutboundPolicy read(weft.api.outbound.OutboundPolicy message) {
    try {
      return policy(message);
    } catch (Invalid e) {
      LOG.atWarn().addKeyValue("error", e.getMessage()).log("Client policy misconfigured");
      return OutboundPolicy.MISCONFIGURED;
    }
  }

  private static OutboundPolicy policy(weft.api.outbound.OutboundPolicy message) throws Invalid {
    Meta parent = Common.meta(message.hasMetadata(), message.getMetadata(), "metadata");
    if (!message.hasProtocol()) {
      throw new Invalid(PROTOCOL + "missing protocol");
    }
    ProxyProtocol protocol = message.getProtocol();
    return switch (protocol.getKindCase()) {
      case DETECT -> detect(parent, protocol.getDetect());
      case HTTP1 -> http(parent, http1(protocol.getHttp1()));
      case HTTP2 -> http(parent, http2(protocol.getHttp2()));
      case GRPC -> http(parent, grpc(protocol.getGrpc()));
      case OPAQUE ->
          new OutboundPolicy(
              parent,
              true,
              Http.NONE,
              Http.NONE,
              OpaqueRoutes.read(protocol.getOpaque().getRoutesList()));
      case TLS -> tls(parent, protocol.getTls());
      case KIND_NOT_SET -> throw new Invalid(PROTOCOL + "missing kind");
    };
  }

  private static OutboundPolicy http(Meta parent, Http routes) {
    return new OutboundPolicy(parent, false, routes, routes, null);
  }

  private static OutboundPolicy detect(Meta parent, ProxyProtocol.Detect detect) throws Invalid {
    require(detect.hasTimeout(), "timeout");
    require(detect.hasHttp1(), "HTTP/1 configuration");
    require(detect.hasHttp2(), "HTTP/2 configuration");
    require(detect.hasOpaque(), "opaque configuration");
    Common.duration(detect.getTimeout(), "detect timeout");
    return new OutboundPolicy(
        parent,
        false,
        http1(detect.getHttp1()),
        http2(detect.getHttp2()),
        OpaqueRoutes.read(detect.getOpaque().getRoutesList()));
  }

  private static void require(boolean isPresent, String what) throws Invalid {
    if (!isPresent) {
      throw new Invalid(PROTOCOL + "Detect missing " + what);
    }
  }

  private static Http http1(ProxyProtocol.Http1 http) throws Invalid {
    return http(http.getRoutesList(), http.hasFailureAccrual(), http.getFailureAccrual());
  }

  private static Http http2(ProxyProtocol.Http2 http) throws Invalid {
    return http(http.getRoutesList(), http.hasFailureAccrual(), http.getFailureAccrual());
  }

  private static Http http(List<HttpRoute> routes, boolean hasAccrual, FailureAccrual accrual)
      throws Invalid {
    return new Http(false, Accruals.read(hasAccrual, accrual), HttpRoutes.read(routes));
  }

  private static Http grpc(ProxyProtocol.Grpc grpc) throws Invalid {
    return new Http(
        true,
        Accruals.read(grpc.hasFailureAccrual(), grpc.getFailureAccrual()),
        GrpcRoutes.read(grpc.getRoutesList()));
  }

  /** Routing by server name is for redirected traffic; without it nothing is routed. */
  private static OutboundPolicy tls(Meta parent, ProxyProtocol.Tls tls) throws Invalid {
    for (var route : tls.getRoutesList()) {
      Common.meta(route.hasMetadata(), route.getMetadata(), "route metadata");
      if (route.getRulesCount() != 1) {
        throw new Invalid(
            "TLS route must have exactly one rule, but "
                + route.getRulesCount()
                + " were provided");
      }
    }
    return new OutboundPolicy(parent, true, Http.NONE, Http.NONE, null);
  }
}
