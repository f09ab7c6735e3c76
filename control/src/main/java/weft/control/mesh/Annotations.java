package weft.control.mesh;

import java.util.Optional;
import java.util.function.Function;

/** The annotations of workloads and services that more than one service reads. */
public final class Annotations {
  private static final String OPAQUE_PORTS = "config.linkerd.io/opaque-ports";
  private static final String SKIP_INBOUND = "config.linkerd.io/skip-inbound-ports";
  static final String DEFAULT_POLICY = "config.linkerd.io/default-inbound-policy";
  private static final String REQUIRE_IDENTITY =
      "config.linkerd.io/proxy-require-identity-inbound-ports";

  private Annotations() {}

  /** The opaque ports of a workload; the mesh's default list where it is silent. */
  public static PortSet opaquePorts(ExternalWorkload workload, MeshSettings settings) {
    return ports(workload.meta(), OPAQUE_PORTS, name -> number(workload, name))
        .orElse(settings.defaultOpaquePorts());
  }

  /** The opaque ports of a service, numbers of the service; the default list where silent. */
  public static PortSet opaquePorts(Service service, MeshSettings settings) {
    return ports(service.meta(), OPAQUE_PORTS, name -> number(service, name))
        .orElse(settings.defaultOpaquePorts());
  }

  /** The opaque ports outside; the default list where silent. */
  public static PortSet opaquePorts(EgressNetwork network, MeshSettings settings) {
    return ports(network.meta(), OPAQUE_PORTS, _ -> Optional.empty())
        .orElse(settings.defaultOpaquePorts());
  }

  /** Ports of a workload that reach it without passing its proxy. */
  public static PortSet skippedPorts(ExternalWorkload workload) {
    return ports(workload.meta(), SKIP_INBOUND, _ -> Optional.empty()).orElse(PortSet.EMPTY);
  }

  /** The default policy of one port of a workload. */
  public static DefaultPolicy defaultPolicy(
      ExternalWorkload workload, int port, MeshSettings settings) {
    var policy =
        workload
            .meta()
            .annotation(DEFAULT_POLICY)
            .flatMap(DefaultPolicy::parse)
            .orElse(settings.defaultInboundPolicy());
    boolean required =
        ports(workload.meta(), REQUIRE_IDENTITY, name -> number(workload, name))
            .orElse(PortSet.EMPTY)
            .contains(port);
    return required ? policy.authenticated() : policy;
  }

  private static Optional<PortSet> ports(
      Meta meta, String key, Function<String, Optional<Integer>> named) {
    return meta.annotation(key).map(text -> PortSet.parse(text, named));
  }

  private static Optional<Integer> number(ExternalWorkload workload, String name) {
    return workload.ports().stream()
        .filter(port -> port.name().equals(name) && !name.isEmpty())
        .map(WorkloadPort::number)
        .findFirst();
  }

  private static Optional<Integer> number(Service service, String name) {
    return service.ports().stream()
        .filter(port -> port.name().equals(name) && !name.isEmpty())
        .map(ServicePort::number)
        .findFirst();
  }
}
