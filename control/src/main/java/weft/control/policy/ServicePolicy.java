package weft.control.policy;

import java.util.Locale;
import java.util.Optional;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.control.mesh.Annotations;
import weft.control.mesh.Mesh;
import weft.control.mesh.ObjectName;
import weft.control.mesh.Service;
import weft.control.mesh.ServicePort;
import weft.control.wire.MetaMessages;

/**
 * The policy of one port of a service without routes of its own (control-plane.md 9.2 to 9.4).
 * Route resources plug in where the default routes are made.
 */
final class ServicePolicy {
  private final DefaultRoutes routes;

  private ServicePolicy(DefaultRoutes routes) {
    this.routes = routes;
  }

  /**
   * The policy of a port.
   *
   * @param service empty where only a name was asked for, and nothing has it
   */
  static OutboundPolicy of(Mesh mesh, ObjectName name, Optional<Service> service, int port) {
    var backend = Backends.balanced(name, port, mesh.settings().clusterDomain());
    return OutboundPolicy.newBuilder()
        .setMetadata(MetaMessages.service(name.namespace(), name.name(), port))
        .setProtocol(new ServicePolicy(new DefaultRoutes(backend)).protocol(mesh, service, port))
        .build();
  }

  private ProxyProtocol protocol(Mesh mesh, Optional<Service> service, int port) {
    var appProtocol =
        service
            .flatMap(present -> present.port(port))
            .map(ServicePort::appProtocol)
            .orElse("")
            .toLowerCase(Locale.ROOT);
    return switch (appProtocol) {
      case "" -> isOpaque(mesh, service, port) ? opaque() : detect();
      case "http" -> ProxyProtocol.newBuilder().setHttp1(http1()).build();
      case "kubernetes.io/h2c" -> ProxyProtocol.newBuilder().setHttp2(http2()).build();
      default -> opaque(); // linkerd.io/opaque, linkerd.io/tcp, and what nobody knows
    };
  }

  private static boolean isOpaque(Mesh mesh, Optional<Service> service, int port) {
    return service
        .map(present -> Annotations.opaquePorts(present, mesh.settings()))
        .orElse(mesh.settings().defaultOpaquePorts())
        .contains(port);
  }

  private ProxyProtocol opaque() {
    return ProxyProtocol.newBuilder()
        .setOpaque(ProxyProtocol.Opaque.newBuilder().addRoutes(routes.opaque()))
        .build();
  }

  private ProxyProtocol detect() {
    return ProxyProtocol.newBuilder()
        .setDetect(
            ProxyProtocol.Detect.newBuilder()
                .setTimeout(Backends.DETECT_TIMEOUT)
                .setOpaque(ProxyProtocol.Opaque.newBuilder().addRoutes(routes.opaque()))
                .setHttp1(http1())
                .setHttp2(http2()))
        .build();
  }

  private ProxyProtocol.Http1 http1() {
    return ProxyProtocol.Http1.newBuilder().addRoutes(routes.http()).build();
  }

  private ProxyProtocol.Http2 http2() {
    return ProxyProtocol.Http2.newBuilder().addRoutes(routes.http()).build();
  }
}
