package weft.proxy.discover;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.api.meta.Metadata;
import weft.api.outbound.Backend;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.ProxyProtocol;
import weft.proxy.balance.Endpoint;

/**
 * Where a destination's requests and connections go by policy, as far as its default route says.
 *
 * <p>Source: docs/spec/outbound.md 5. Matches, filters and weights belong to the routes of a later
 * issue; what is here is the first backend of the first rule.
 *
 * @param parent what the policy hangs on, as errors name it
 * @param opaque connections are not looked at
 * @param path what is balanced over; null for a forward
 * @param forward the one endpoint; null if balanced
 * @param http what requests are called
 * @param bytes what opaque connections are called
 */
public record OutboundPolicy(
    String parent,
    boolean opaque,
    @Nullable String path,
    @Nullable Endpoint forward,
    RouteNames http,
    RouteNames bytes) {

  /** Reads a message; one without any backend gives neither path nor forward. */
  static OutboundPolicy of(weft.api.outbound.OutboundPolicy message) {
    ProxyProtocol protocol = message.getProtocol();
    Metadata parent = message.getMetadata();
    Chosen http = chosen(protocol);
    Chosen bytes = protocol.hasDetect() ? opaque(protocol.getDetect().getOpaque()) : http;
    Backend backend = http.backend;
    boolean balanced = backend.hasBalancer();
    return new OutboundPolicy(
        name(parent),
        protocol.hasOpaque(),
        balanced ? backend.getBalancer().getDiscovery().getDst().getPath() : null,
        backend.hasForward() ? Endpoints.read(backend.getForward(), Map.of()) : null,
        http.names(protocol.hasGrpc(), parent),
        bytes.names(false, parent));
  }

  /** The first backend, and the route it is one of. */
  private record Chosen(Metadata route, Backend backend) {
    static final Chosen NONE =
        new Chosen(Metadata.getDefaultInstance(), Backend.getDefaultInstance());

    RouteNames names(boolean grpc, Metadata parent) {
      return RouteNames.of(grpc, parent, route, backend.getMetadata());
    }
  }

  private static Chosen chosen(ProxyProtocol protocol) {
    return switch (protocol.getKindCase()) {
      case DETECT -> http(protocol.getDetect().getHttp1().getRoutesList());
      case HTTP1 -> http(protocol.getHttp1().getRoutesList());
      case HTTP2 -> http(protocol.getHttp2().getRoutesList());
      case GRPC -> grpc(protocol.getGrpc());
      case OPAQUE -> opaque(protocol.getOpaque());
      case TLS, KIND_NOT_SET -> Chosen.NONE;
    };
  }

  private static Chosen http(List<HttpRoute> routes) {
    for (HttpRoute route : routes) {
      for (HttpRoute.Rule rule : route.getRulesList()) {
        HttpRoute.Distribution to = rule.getBackends();
        if (to.hasFirstAvailable() && to.getFirstAvailable().getBackendsCount() > 0) {
          return new Chosen(
              route.getMetadata(), to.getFirstAvailable().getBackends(0).getBackend());
        }
        if (to.hasRandomAvailable() && to.getRandomAvailable().getBackendsCount() > 0) {
          return new Chosen(
              route.getMetadata(),
              to.getRandomAvailable().getBackends(0).getBackend().getBackend());
        }
      }
    }
    return Chosen.NONE;
  }

  private static Chosen grpc(ProxyProtocol.Grpc grpc) {
    for (var route : grpc.getRoutesList()) {
      for (var rule : route.getRulesList()) {
        var to = rule.getBackends();
        if (to.hasFirstAvailable() && to.getFirstAvailable().getBackendsCount() > 0) {
          return new Chosen(
              route.getMetadata(), to.getFirstAvailable().getBackends(0).getBackend());
        }
      }
    }
    return Chosen.NONE;
  }

  private static Chosen opaque(ProxyProtocol.Opaque opaque) {
    for (var route : opaque.getRoutesList()) {
      for (var rule : route.getRulesList()) {
        var to = rule.getBackends();
        if (to.hasFirstAvailable() && to.getFirstAvailable().getBackendsCount() > 0) {
          return new Chosen(
              route.getMetadata(), to.getFirstAvailable().getBackends(0).getBackend());
        }
      }
    }
    return Chosen.NONE;
  }

  private static String name(Metadata metadata) {
    if (!metadata.hasResource()) {
      return "default." + metadata.getDefault();
    }
    var resource = metadata.getResource();
    String name = resource.getKind() + "." + resource.getNamespace() + "." + resource.getName();
    return resource.getPort() == 0 ? name : name + ":" + resource.getPort();
  }
}
