package weft.control.mesh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the control plane knows at one moment. Immutable, and safe to read from any thread; a
 * change of the mesh file, or of what instances announce, makes a new one.
 */
public final class Mesh {
  private final MeshSettings settings;
  private final List<Resource> resources;
  private final Map<ObjectName, Service> services;
  private final Map<ObjectName, ExternalWorkload> workloads;
  private final Map<ObjectName, ExternalGroup> groups;
  private final Map<String, Node> nodes;
  private final Map<ObjectName, ServiceProfile> profiles;
  private final Map<ObjectName, EgressNetwork> egress;
  private final List<Server> servers;
  private final RouteIndex routes;
  private final Map<ObjectName, InetAddress> virtual;
  private final Map<InetAddress, List<Service>> servicesByAddress;
  private final Map<InetSocketAddress, List<ExternalWorkload>> workloadsBySocket;
  private final Map<InetAddress, List<ExternalWorkload>> workloadsByAddress;
  private final Map<ObjectName, List<ExternalWorkload>> instances;

  Mesh(MeshIndex index) {
    this.settings = index.settings;
    this.resources = index.resources;
    this.services = Map.copyOf(index.services);
    this.workloads = Map.copyOf(index.workloads);
    this.groups = Map.copyOf(index.groups);
    this.nodes = Map.copyOf(index.nodes);
    this.profiles = Map.copyOf(index.profiles);
    this.egress = Map.copyOf(index.egress);
    this.servers = List.copyOf(index.servers);
    this.routes = index.routes;
    this.virtual = index.virtual;
    this.servicesByAddress = Map.copyOf(index.servicesByAddress);
    this.workloadsBySocket = Map.copyOf(index.workloadsBySocket);
    this.workloadsByAddress = Map.copyOf(index.workloadsByAddress);
    this.instances = Map.copyOf(index.instances);
  }

  /**
   * Puts resources together.
   *
   * @param before the mesh so far, whose virtual addresses stay; empty at start
   */
  public static Mesh of(
      MeshSettings settings, Collection<Resource> resources, Optional<Mesh> before) {
    return new MeshIndex(settings, resources, List.of(), before.map(mesh -> mesh.virtual)).mesh();
  }

  /**
   * The same with these instances of groups, which are in no file, in place of those so far.
   *
   * @param announced one that has the name of a workload in the file is left out
   */
  public Mesh withAnnounced(Collection<ExternalWorkload> announced) {
    return new MeshIndex(settings, resources, announced, Optional.of(virtual)).mesh();
  }

  /** Whether the file has a workload of this name. */
  public boolean isDeclared(ObjectName workload) {
    return resources.stream()
        .anyMatch(one -> one instanceof ExternalWorkload && one.meta().id().equals(workload));
  }

  public MeshSettings settings() {
    return settings;
  }

  public Collection<Service> services() {
    return services.values();
  }

  public Optional<Service> service(ObjectName name) {
    return Optional.ofNullable(services.get(name));
  }

  /** The address by which a service is reached; empty for headless and external ones. */
  public Optional<InetAddress> addressOf(Service service) {
    return Optional.ofNullable(service.clusterIp())
        .or(() -> Optional.ofNullable(virtual.get(service.meta().id())));
  }

  /** More than one where the file gives two services one address. */
  public List<Service> servicesAt(InetAddress address) {
    return servicesByAddress.getOrDefault(address, List.of());
  }

  public Collection<ExternalWorkload> workloads() {
    return workloads.values();
  }

  public Optional<ExternalWorkload> workload(ObjectName name) {
    return Optional.ofNullable(workloads.get(name));
  }

  /** Workloads that declare this port at this address; more than one by mistake only. */
  public List<ExternalWorkload> workloadsAt(InetSocketAddress address) {
    return workloadsBySocket.getOrDefault(address, List.of());
  }

  public List<ExternalWorkload> workloadsAt(InetAddress address) {
    return workloadsByAddress.getOrDefault(address, List.of());
  }

  public Collection<ExternalGroup> groups() {
    return groups.values();
  }

  public Optional<ExternalGroup> group(ObjectName name) {
    return Optional.ofNullable(groups.get(name));
  }

  /**
   * The profile of a service that the clients of a namespace use: their own before the service's.
   *
   * @param fullName as {@link Service#fullName} says it
   * @param client empty for a client that did not say
   */
  public Optional<ServiceProfile> profile(
      Service service, String fullName, Optional<String> client) {
    return client
        .map(namespace -> profiles.get(new ObjectName(namespace, fullName)))
        .or(
            () ->
                Optional.ofNullable(
                    profiles.get(new ObjectName(service.meta().namespace(), fullName))));
  }

  /** The accepted routes of a parent's port, in the order of precedence. */
  public List<Route> routes(ParentRef.Target target, ObjectName parent, int port) {
    return routes.routes(target, parent, port);
  }

  /** In the order of precedence: older first, then by name. */
  public List<EgressNetwork> egressNetworks(String namespace) {
    return egress.values().stream()
        .filter(network -> network.meta().namespace().equals(namespace))
        .sorted(
            Comparator.comparing(
                    (EgressNetwork network) -> network.meta().created(),
                    Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(network -> network.meta().id()))
        .toList();
  }

  /** Where a machine stands, if it is known. */
  public Optional<String> zoneOfNode(String node) {
    return Optional.ofNullable(nodes.get(node)).flatMap(known -> known.meta().label(Node.ZONE));
  }

  /** Where a workload runs: as its labels say, or else its machine's. */
  public Optional<String> zoneOf(ExternalWorkload workload) {
    return workload.meta().label(Node.ZONE).or(() -> workload.node().flatMap(this::zoneOfNode));
  }

  /** Whether a Server says that a port of a workload carries a protocol that nobody parses. */
  public boolean isOpaque(ExternalWorkload workload, int port) {
    return servers.stream().anyMatch(server -> server.isOpaque() && server.covers(workload, port));
  }

  /** The workloads that a service selects, ready or not, in the order of their names. */
  public List<ExternalWorkload> instancesOf(Service service) {
    return instances.getOrDefault(service.meta().id(), List.of());
  }

  /**
   * Where a port of a service is served now: the ready instances, in the order of their names.
   *
   * @param port one that the service lists is mapped to its target; any other is taken as the
   *     target itself (control-plane.md 3.5)
   */
  public List<Endpoint> endpointsOf(Service service, int port) {
    TargetPort target =
        service.port(port).map(ServicePort::target).orElse(new TargetPort.Fixed(port));
    return instancesOf(service).stream()
        .filter(ExternalWorkload::ready)
        .flatMap(workload -> endpoints(workload, target).stream())
        .toList();
  }

  private static List<Endpoint> endpoints(ExternalWorkload workload, TargetPort target) {
    var port = target.on(workload);
    return port.isEmpty()
        ? List.of()
        : workload.preferredIps().stream()
            .map(ip -> new Endpoint(workload, ip, port.getAsInt()))
            .toList();
  }
}
