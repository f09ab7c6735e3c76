package weft.control.mesh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables of a {@link Mesh} while they are filled. */
final class MeshIndex {
  final MeshSettings settings;
  final List<Resource> resources;
  final Map<ObjectName, Service> services = new TreeMap<>();
  final Map<ObjectName, ExternalWorkload> workloads = new TreeMap<>();
  final Map<ObjectName, ExternalGroup> groups = new TreeMap<>();
  final Map<String, Node> nodes = new HashMap<>();
  final Map<ObjectName, ServiceProfile> profiles = new HashMap<>();
  final Map<ObjectName, EgressNetwork> egress = new TreeMap<>();
  final List<Server> servers = new ArrayList<>();
  final RouteIndex routes;
  private final List<Route> readRoutes = new ArrayList<>();
  final Map<ObjectName, InetAddress> virtual;
  final Map<InetAddress, List<Service>> servicesByAddress = new HashMap<>();
  final Map<InetSocketAddress, List<ExternalWorkload>> workloadsBySocket = new HashMap<>();
  final Map<InetAddress, List<ExternalWorkload>> workloadsByAddress = new HashMap<>();
  final Map<ObjectName, List<ExternalWorkload>> instances = new HashMap<>();

  MeshIndex(
      MeshSettings settings,
      Collection<Resource> resources,
      Collection<ExternalWorkload> announced,
      Optional<Map<ObjectName, InetAddress>> virtualBefore) {
    this.settings = settings;
    this.resources = List.copyOf(resources);
    resources.forEach(this::add);
    announced.forEach(this::add);
    this.virtual = assign(virtualBefore.orElse(Map.of()));
    services.values().forEach(this::index);
    workloads.values().forEach(this::index);
    this.routes = new RouteIndex(services, egress, readRoutes);
  }

  Mesh mesh() {
    return new Mesh(this);
  }

  private void add(Resource resource) {
    switch (resource) {
      case Service service -> services.put(service.meta().id(), service);
      case ExternalWorkload workload -> workloads.putIfAbsent(workload.meta().id(), workload);
      case ExternalGroup group -> groups.put(group.meta().id(), group);
      case Node node -> nodes.put(node.meta().name(), node);
      case ServiceProfile profile -> profiles.put(profile.meta().id(), profile);
      case EgressNetwork network -> egress.put(network.meta().id(), network);
      case Server server -> servers.add(server);
      case Route route -> readRoutes.add(route);
      case Unserved _ -> {
        // Its effect comes with the service that reads it.
      }
    }
  }

  private Map<ObjectName, InetAddress> assign(Map<ObjectName, InetAddress> before) {
    var reserved =
        services.values().stream()
            .flatMap(service -> Optional.ofNullable(service.clusterIp()).stream())
            .collect(Collectors.toSet());
    var names =
        services.values().stream()
            .filter(MeshIndex::needsAddress)
            .map(service -> service.meta().id())
            .toList();
    return VirtualAddresses.assign(settings.virtualNetwork(), names, reserved, before);
  }

  private static boolean needsAddress(Service service) {
    return service.clusterIp() == null && !service.headless() && !service.external();
  }

  private void index(Service service) {
    var name = service.meta().id();
    Optional.ofNullable(service.clusterIp())
        .or(() -> Optional.ofNullable(virtual.get(name)))
        .ifPresent(address -> append(servicesByAddress, address, service));
    instances.put(name, workloads.values().stream().filter(service::selects).toList());
  }

  private void index(ExternalWorkload workload) {
    for (var ip : workload.ips()) {
      append(workloadsByAddress, ip, workload);
      for (var port : workload.ports()) {
        append(workloadsBySocket, new InetSocketAddress(ip, port.number()), workload);
      }
    }
  }

  private static <K, V> void append(Map<K, List<V>> lists, K key, V value) {
    lists.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
  }
}
