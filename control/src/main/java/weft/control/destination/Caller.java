package weft.control.destination;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import weft.control.mesh.Endpoint;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.Mesh;
import weft.control.mesh.ObjectName;
import weft.control.mesh.Service;
import weft.control.wire.ContextToken;

/**
 * Where a client of discovery runs, and which endpoints are near it (control-plane.md 3.5, 3.7).
 *
 * @param node empty where it is not known
 * @param zone empty where it is not known
 */
record Caller(Optional<String> node, Optional<String> zone) {

  /** By its token: the node that it names, or else what is known of the workload. */
  static Caller of(ContextToken token, Mesh mesh) {
    var workload = token.workload().flatMap(mesh::workload);
    var node = token.node().or(() -> workload.flatMap(ExternalWorkload::node));
    return new Caller(
        node, node.flatMap(mesh::zoneOfNode).or(() -> workload.flatMap(mesh::zoneOf)));
  }

  /** Without what decides nothing about the endpoints of a service, so that callers are equal. */
  Caller asFarAsItMatters(ObjectName service, Mesh mesh) {
    boolean byNode =
        mesh.service(service)
            .filter(one -> one.nearness() == Service.Nearness.SAME_NODE)
            .isPresent();
    return byNode ? this : new Caller(Optional.empty(), zone);
  }

  /** Those that this client is to use. */
  List<Endpoint> choose(Service service, List<Endpoint> all, Mesh mesh) {
    return switch (service.nearness()) {
      case ANY -> all;
      case SAME_NODE ->
          all.stream()
              .filter(one -> node.isPresent() && one.workload().node().equals(node))
              .toList();
      case SAME_ZONE -> sameZone(all, mesh);
    };
  }

  /** One endpoint without a zone, or none in ours, and all count. */
  private List<Endpoint> sameZone(List<Endpoint> all, Mesh mesh) {
    var near =
        all.stream()
            .filter(one -> zone.isPresent() && mesh.zoneOf(one.workload()).equals(zone))
            .toList();
    boolean zoned = all.stream().allMatch(one -> mesh.zoneOf(one.workload()).isPresent());
    return zoned && !near.isEmpty() ? near : all;
  }

  /** {@code local}, {@code remote}, or {@code unknown} where either side's zone is not known. */
  String locality(ExternalWorkload workload, Mesh mesh) {
    var there = mesh.zoneOf(workload);
    if (zone.isEmpty() || there.isEmpty()) {
      return "unknown";
    }
    return Objects.equals(zone, there) ? "local" : "remote";
  }
}
