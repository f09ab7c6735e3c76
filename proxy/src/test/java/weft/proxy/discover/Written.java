package weft.proxy.discover;

import com.google.protobuf.Duration;
import weft.api.httproute.HttpRouteMatch;
import weft.api.httproute.PathMatch;
import weft.api.meta.Metadata;
import weft.api.meta.Resource;
import weft.api.outbound.Backend;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OpaqueRoute;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.api.outbound.Queue;

/** Messages of the control plane that make sense, to be changed by tests. */
final class Written {
  private Written() {}

  static Metadata service(String name) {
    return Metadata.newBuilder()
        .setResource(
            Resource.newBuilder()
                .setGroup("core")
                .setKind("Service")
                .setNamespace("shop")
                .setName(name)
                .setPort(80))
        .build();
  }

  static Metadata byDefault(String name) {
    return Metadata.newBuilder().setDefault(name).build();
  }

  static Duration millis(long millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1000)
        .setNanos((int) (millis % 1000) * 1_000_000)
        .build();
  }

  static Backend.Builder backend(String name) {
    return Backend.newBuilder()
        .setMetadata(service(name))
        .setQueue(Queue.newBuilder().setCapacity(100).setFailfastTimeout(millis(3000)))
        .setBalancer(
            Backend.BalanceP2c.newBuilder()
                .setPeakEwma(
                    Backend.BalanceP2c.PeakEwma.newBuilder()
                        .setDefaultRtt(millis(30))
                        .setDecay(millis(10_000)))
                .setDiscovery(
                    Backend.EndpointDiscovery.newBuilder()
                        .setDst(
                            Backend.EndpointDiscovery.DestinationGet.newBuilder()
                                .setPath(name + ".shop.svc.cluster.local:80"))));
  }

  static HttpRoute.Distribution.Builder first(Backend.Builder backend) {
    return HttpRoute.Distribution.newBuilder()
        .setFirstAvailable(
            HttpRoute.Distribution.FirstAvailable.newBuilder()
                .addBackends(HttpRoute.RouteBackend.newBuilder().setBackend(backend)));
  }

  static HttpRoute.Rule.Builder rule() {
    return HttpRoute.Rule.newBuilder()
        .addMatches(HttpRouteMatch.newBuilder().setPath(PathMatch.newBuilder().setPrefix("/a")))
        .setBackends(first(backend("web")));
  }

  static HttpRoute.Builder route(HttpRoute.Rule.Builder rule) {
    return HttpRoute.newBuilder().setMetadata(byDefault("http")).addRules(rule);
  }

  static OpaqueRoute.Builder opaque() {
    return OpaqueRoute.newBuilder()
        .setMetadata(byDefault("opaq"))
        .addRules(
            OpaqueRoute.Rule.newBuilder()
                .setBackends(
                    OpaqueRoute.Distribution.newBuilder()
                        .setFirstAvailable(
                            OpaqueRoute.Distribution.FirstAvailable.newBuilder()
                                .addBackends(
                                    OpaqueRoute.RouteBackend.newBuilder()
                                        .setBackend(backend("web"))))));
  }

  static ProxyProtocol.Detect.Builder detect(HttpRoute.Rule.Builder rule) {
    return ProxyProtocol.Detect.newBuilder()
        .setTimeout(millis(10_000))
        .setHttp1(ProxyProtocol.Http1.newBuilder().addRoutes(route(rule)))
        .setHttp2(ProxyProtocol.Http2.newBuilder().addRoutes(route(rule)))
        .setOpaque(ProxyProtocol.Opaque.newBuilder().addRoutes(opaque()));
  }

  static OutboundPolicy.Builder policy(ProxyProtocol.Builder protocol) {
    return OutboundPolicy.newBuilder().setMetadata(service("web")).setProtocol(protocol);
  }

  /** Finds out the protocol; the same rule for both versions of HTTP. */
  static OutboundPolicy detecting(HttpRoute.Rule.Builder rule) {
    return policy(ProxyProtocol.newBuilder().setDetect(detect(rule))).build();
  }
}
