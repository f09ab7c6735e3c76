package weft.control.registry;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.control.mesh.ExternalGroup;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.Meta;
import weft.control.mesh.ObjectName;
import weft.control.mesh.WorkloadPort;

/**
 * What one instance of a group says of itself.
 *
 * @param ports numbers by name; the group's template may fix them instead
 * @param inboundPort where its proxy accepts
 * @param adminPort where its proxy serves metrics; 0: nowhere
 * @param ready whether services may send to it
 * @param token id of the join token by which who announces it joined; null: came in clear
 */
public record Registration(
    Key key,
    List<InetAddress> ips,
    Map<String, Integer> ports,
    int inboundPort,
    int adminPort,
    boolean ready,
    @Nullable String token) {

  /** Instances of a namespace are told apart by their names, whatever group they are of. */
  public record Key(String namespace, String group, String instance) {
    ObjectName groupName() {
      return new ObjectName(namespace, group);
    }

    @Override
    public String toString() {
      return instance + " of ExternalGroup " + namespace + "/" + group;
    }
  }

  public Registration {
    ips = List.copyOf(ips);
    ports = Map.copyOf(ports);
  }

  /** The workload that it is, by what its group says of all instances. */
  ExternalWorkload in(ExternalGroup group) {
    return new ExternalWorkload(
        new Meta(
            new ObjectName(key.namespace(), key.instance()),
            group.labels(),
            group.annotations(),
            null,
            List.of()),
        group.identity(),
        ips,
        allPorts(group),
        ready);
  }

  private List<WorkloadPort> allPorts(ExternalGroup group) {
    var all = new ArrayList<WorkloadPort>();
    for (var port : group.ports()) {
      int number = ports.getOrDefault(port.name(), port.number());
      if (number != 0 && !isProxys(port.name())) {
        all.add(new WorkloadPort(port.name(), number));
      }
    }
    all.add(new WorkloadPort(ExternalWorkload.PROXY_PORT, inboundPort));
    if (adminPort != 0) {
      all.add(new WorkloadPort(ExternalWorkload.ADMIN_PORT, adminPort));
    }
    return all;
  }

  static boolean isProxys(String portName) {
    return portName.equals(ExternalWorkload.PROXY_PORT)
        || portName.equals(ExternalWorkload.ADMIN_PORT);
  }

  /** Ports in the order of their names, so that equal registrations are equal texts. */
  Map<String, Integer> sortedPorts() {
    return new TreeMap<>(ports);
  }
}
