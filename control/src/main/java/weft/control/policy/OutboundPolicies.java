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

/**
 * Which policy a target has: the decisions of control-plane.md 9.1, top down. Pure.
 *
 * @param client the namespace of who asks
 */
record OutboundPolicies(Mesh mesh, String client) {

  OutboundPolicy of(TrafficTarget target) throws StatusException {
    return switch (target) {
      case TrafficTarget.Address(var socket) -> atAddress(socket);
      case TrafficTarget.Named(var authority) -> named(authority);
    };
  }

  private OutboundPolicy atAddress(InetSocketAddress socket) throws StatusException {
    var service = mesh.servicesAt(socket.getAddress()).stream().findFirst();
    if (service.isPresent()) {
      return ofAddressed(service.get(), socket.getPort());
    }
    // Also for instances outside the cluster networks: their endpoint profile knows who they are,
    // the fallback policy would reach them without TLS.
    if (mesh.settings().isInCluster(socket.getAddress())
        || !mesh.workloadsAt(socket.getAddress()).isEmpty()) {
      throw notFound(socket + " is inside the mesh and no Service's address");
    }
    return EgressPolicy.of(mesh, socket, client).orElseGet(() -> EgressFallback.to(socket));
  }

  private OutboundPolicy ofAddressed(Service service, int port) {
    return service.port(port).isPresent()
        ? ServicePolicy.of(mesh, service.meta().id(), Optional.of(service), port, client)
        : UndefinedPort.of(service, port);
  }

  /** The service need not exist: its balancer's discovery waits for it. */
  private OutboundPolicy named(Authority authority) throws StatusException {
    var name = serviceName(authority.host(), mesh.settings().clusterDomain());
    return ServicePolicy.of(mesh, name, mesh.service(name), authority.port(), client);
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
