package weft.control.mesh;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name in front of the workloads that its selector matches.
 *
 * @param selector labels that an instance must carry; empty selects nothing
 * @param clusterIp the address that the file gives; null where the virtual network gives one
 * @param headless without any virtual address ({@code clusterIP: None})
 * @param external an alias for a name elsewhere ({@code type: ExternalName}): never discovered
 * @param traffic what its annotations say of traffic to it
 */
public record Service(
    Meta meta,
    Map<String, String> selector,
    List<ServicePort> ports,
    @Nullable InetAddress clusterIp,
    boolean headless,
    boolean external,
    Nearness nearness,
    ParentTraffic traffic)
    implements Resource {
  /** Which instances a client is to use. */
  public enum Nearness {
    ANY,
    /** Those in its zone, where every instance says its zone. */
    SAME_ZONE,
    /** Those on its node. */
    SAME_NODE
  }

  public Service {
    selector = Map.copyOf(selector);
    ports = List.copyOf(ports);
  }

  @Override
  public Kind kind() {
    return Kind.SERVICE;
  }

  public Optional<ServicePort> port(int number) {
    return ports.stream().filter(port -> port.number() == number).findFirst();
  }

  /** {@code NAME.NAMESPACE.svc.DOMAIN}, without trailing dot. */
  public String fullName(String clusterDomain) {
    return meta.name() + "." + meta.namespace() + ".svc." + clusterDomain;
  }

  boolean selects(ExternalWorkload workload) {
    return !selector.isEmpty()
        && workload.meta().namespace().equals(meta.namespace())
        && workload.meta().labels().entrySet().containsAll(selector.entrySet());
  }
}
