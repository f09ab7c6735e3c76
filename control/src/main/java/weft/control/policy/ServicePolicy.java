package weft.control.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OpaqueRoute;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.control.mesh.Annotations;
import weft.control.mesh.Mesh;
import weft.control.mesh.ObjectName;
import weft.control.mesh.ParentRef;
import weft.control.mesh.ParentTraffic;
import weft.control.mesh.Service;
import weft.control.mesh.ServicePort;
import weft.control.wire.MetaMessages;

/** The policy of one port of a service (control-plane.md 9.2 to 9.4). Pure. */
final class ServicePolicy {
  private final RouteParent parent;
  private final Optional<Service> service;
  private final Protocols protocols;

  private ServicePolicy(RouteParent parent, Optional<Service> service) {
    this.parent = parent;
    this.service = service;
    this.protocols = new Protocols(parent.traffic());
  }

  /**
   * The policy of a port, for the clients of a namespace.
   *
   * @param service empty where only a name was asked for, and nothing has it
   */
  static OutboundPolicy of(
      Mesh mesh, ObjectName name, Optional<Service> service, int port, String client) {
    var traffic = service.map(Service::traffic).orElse(ParentTraffic.NONE);
    var metadata = MetaMessages.service(name.namespace(), name.name(), port);
    var own = Backends.balanced(name, port, mesh.settings().clusterDomain(), traffic.bias());
    var parent =
        new RouteParent(mesh, ParentRef.Target.SERVICE, name, port, client, traffic, metadata, own);
    return OutboundPolicy.newBuilder()
        .setMetadata(metadata)
        .setProtocol(new ServicePolicy(parent, service).protocol())
        .build();
  }

  private ProxyProtocol protocol() {
    return switch (appProtocol()) {
      case "" -> isOpaque() ? opaque() : byRoutes();
      case "http" -> protocols.http1(http());
      case "kubernetes.io/h2c" -> h2c();
      default -> opaque(); // linkerd.io/opaque, linkerd.io/tcp, and what nobody knows
    };
  }

  private String appProtocol() {
    return service
        .flatMap(present -> present.port(parent.port()))
        .map(ServicePort::appProtocol)
        .orElse("")
        .toLowerCase(Locale.ROOT);
  }

  private boolean isOpaque() {
    var settings = parent.mesh().settings();
    return service
        .map(present -> Annotations.opaquePorts(present, settings))
        .orElse(settings.defaultOpaquePorts())
        .contains(parent.port());
  }

  /** Kinds of routes never mix: the most specific that is there decides. */
  private ProxyProtocol byRoutes() {
    var grpc = new GrpcRoutes(parent).all();
    var http = new HttpRoutes(parent).all();
    var tls = new TlsRoutes(parent).all();
    var tcp = new OpaqueRoutes(parent).first();
    if (!grpc.isEmpty()) {
      return protocols.grpc(grpc);
    }
    if (http.isEmpty() && !tls.isEmpty()) {
      return protocols.tls(tls);
    }
    return http.isEmpty() && !tcp.isEmpty()
        ? protocols.opaque(tcp)
        : protocols.detect(http(), opaqueByDefault());
  }

  private ProxyProtocol h2c() {
    var grpc = new GrpcRoutes(parent).all();
    return grpc.isEmpty() ? protocols.http2(http()) : protocols.grpc(grpc);
  }

  private ProxyProtocol opaque() {
    var tcp = new OpaqueRoutes(parent).first();
    return protocols.opaque(tcp.isEmpty() ? opaqueByDefault() : tcp);
  }

  /** The service's own routes; a request that none of them fits is not found then. */
  private List<HttpRoute> http() {
    var routes = new HttpRoutes(parent);
    var all = routes.all();
    return all.isEmpty() ? List.of(routes.byDefault("http")) : all;
  }

  private List<OpaqueRoute> opaqueByDefault() {
    return List.of(new OpaqueRoutes(parent).byDefault("opaq"));
  }
}
