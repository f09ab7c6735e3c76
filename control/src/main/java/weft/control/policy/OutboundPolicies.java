package weft.control.policy;

import io.grpc.Status;
import io.grpc.StatusException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import weft.api.outbound.OutboundPolicy;
import weft.control.mesh.Mesh;
import weft.control.mesh.ObjectName;
import weft.control.mesh.Service;
import weft.control.wire.Authority;

/** Which policy a target has: the decisions of control-plane.md 9.1, top down. Pure. */
final class OutboundPolicies {
  private OutboundPolicies() {}

  static OutboundPolicy of(Mesh mesh, TrafficTarget target) throws StatusException {
    return switch (target) {
      case TrafficTarget.Address(var socket) -> atAddress(mesh, socket);
      case TrafficTarget.Named(var authority) -> named(mesh, authority);
    };
  }

  private static OutboundPolicy atAddress(Mesh mesh, InetSocketAddress socket)
      throws StatusException {
    var service = mesh.servicesAt(socket.getAddress()).stream().findFirst();
    if (service.isPresent()) {
      return ofAddressed(mesh, service.get(), socket.getPort());
    }
    // Also for instances outside the cluster networks: their endpoint profile knows who they are,
    // the fallback policy would reach them without TLS.
    if (mesh.settings().isInCluster(socket.getAddress())
        || !mesh.workloadsAt(socket.getAddress()).isEmpty()) {
      throw notFound(socket + " is inside the mesh and no Service's address");
    }
    return EgressFallback.to(socket);
  }

  private static OutboundPolicy ofAddressed(Mesh mesh, Service service, int port) {
    return service.port(port).isPresent()
        ? ServicePolicy.of(mesh, service.meta().id(), Optional.of(service), port)
        : UndefinedPort.of(service, port);
  }

  /** The service need not exist: its balancer's discovery waits for it. */
  private static OutboundPolicy named(Mesh mesh, Authority authority) throws StatusException {
    var name = serviceName(authority.host(), mesh.settings().clusterDomain());
    return ServicePolicy.of(mesh, name, mesh.service(name), authority.port());
  }

  private static ObjectName serviceName(String host, String clusterDomain) throws StatusException {
    var name = withoutSuffix(withoutDots(host), "." + clusterDomain);
    var labels = List.of(name.split("\\.", -1));
    if (labels.size() != 3 || !labels.get(2).equals("svc") || labels.contains("")) {
      throw notFound(host + " is no NAME.NAMESPACE.svc." + clusterDomain);
    }
    return new ObjectName(labels.get(1), labels.get(0));
  }

  private static String withoutDots(String host) {
    int end = host.length();
    while (end > 0 && host.charAt(end - 1) == '.') {
      end--;
    }
    return host.substring(0, end);
  }

  private static String withoutSuffix(String host, String suffix) {
    return host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()) : host;
  }

  private static StatusException notFound(String why) {
    return Status.NOT_FOUND.withDescription(why).asException();
  }
}
