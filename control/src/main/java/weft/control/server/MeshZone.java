package weft.control.server;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import weft.control.dns.Names;
import weft.control.dns.Names.Entry;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.Mesh;
import weft.control.mesh.ObjectName;
import weft.control.mesh.Service;

/** What the names of a mesh's zone stand for. Pure. */
record MeshZone(Mesh mesh) {

  @Nullable Entry lookup(String name) {
    var zone = mesh.settings().clusterDomain();
    if (name.equals(zone) || name.equals("svc." + zone)) {
      return Entry.EMPTY;
    }
    var suffix = ".svc." + zone;
    return name.endsWith(suffix)
        ? below(name, List.of(withoutSuffix(name, suffix).split("\\.", -1)))
        : null;
  }

  private static String withoutSuffix(String name, String suffix) {
    return name.substring(0, name.length() - suffix.length());
  }

  private @Nullable Entry below(String name, List<String> labels) {
    return switch (labels.size()) {
      case 1 -> hasNamespace(labels.getFirst()) ? Entry.EMPTY : null;
      case 2 ->
          mesh.service(new ObjectName(labels.get(1), labels.get(0)))
              .map(service -> service(service, name))
              .orElse(null);
      case 3 ->
          mesh.service(new ObjectName(labels.get(2), labels.get(1)))
              .flatMap(service -> instance(service, labels.getFirst()))
              .map(workload -> new Entry(workload.ips(), List.of()))
              .orElse(null);
      default -> null;
    };
  }

  private boolean hasNamespace(String namespace) {
    return mesh.services().stream()
        .anyMatch(service -> service.meta().namespace().equals(namespace));
  }

  private Entry service(Service service, String name) {
    return service.headless() ? headless(service, name) : virtual(service, name);
  }

  private Entry virtual(Service service, String name) {
    var address = mesh.addressOf(service).map(List::of).orElse(List.<InetAddress>of());
    return new Entry(
        address,
        service.ports().stream()
            .map(port -> new Names.Service(port.name(), "tcp", port.number(), name))
            .toList());
  }

  private Entry headless(Service service, String name) {
    var ready = mesh.instancesOf(service).stream().filter(ExternalWorkload::ready).toList();
    return new Entry(
        ready.stream().flatMap(workload -> workload.ips().stream()).toList(),
        ready.stream().flatMap(workload -> ports(service, workload, name)).toList());
  }

  private static Stream<Names.Service> ports(
      Service service, ExternalWorkload workload, String name) {
    return service.ports().stream()
        .flatMap(
            port ->
                port.target().on(workload).stream()
                    .mapToObj(
                        number ->
                            new Names.Service(
                                port.name(), "tcp", number, workload.meta().name() + "." + name)));
  }

  private Optional<ExternalWorkload> instance(Service service, String name) {
    return mesh.instancesOf(service).stream()
        .filter(workload -> workload.meta().name().equals(name))
        .findFirst();
  }
}
