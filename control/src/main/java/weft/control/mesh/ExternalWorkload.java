package weft.control.mesh;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One instance at fixed addresses.
 *
 * @param identity null for a workload without a proxy
 * @param ready whether services may send to it; true unless its status says otherwise
 */
public record ExternalWorkload(
    Meta meta,
    @Nullable PeerIdentity identity,
    List<InetAddress> ips,
    List<WorkloadPort> ports,
    boolean ready)
    implements Resource {
  /** The name of the port on which the workload's proxy accepts. */
  public static final String PROXY_PORT = "linkerd-proxy";

  /** Where the proxy accepts when no port is named {@link #PROXY_PORT}. */
  public static final int DEFAULT_INBOUND_PORT = 4143;

  /** The name of the port of the workload's admin server. */
  public static final String ADMIN_PORT = "linkerd-admin";

  /** Where the admin server is when no port is named {@link #ADMIN_PORT}. */
  public static final int DEFAULT_ADMIN_PORT = 4191;

  private static final String NODE_LABEL = "kubernetes.io/hostname";

  public ExternalWorkload {
    ips = List.copyOf(ips);
    ports = List.copyOf(ports);
  }

  @Override
  public Kind kind() {
    return Kind.EXTERNAL_WORKLOAD;
  }

  public boolean isMeshed() {
    return identity != null;
  }

  public OptionalInt portNamed(String name) {
    return ports.stream()
        .filter(port -> port.name().equals(name))
        .mapToInt(WorkloadPort::number)
        .findFirst();
  }

  public boolean declares(int port) {
    return ports.stream().anyMatch(declared -> declared.number() == port);
  }

  public int inboundPort() {
    return portNamed(PROXY_PORT).orElse(DEFAULT_INBOUND_PORT);
  }

  public int adminPort() {
    return portNamed(ADMIN_PORT).orElse(DEFAULT_ADMIN_PORT);
  }

  /** The machine it runs on, where its labels say so. */
  public Optional<String> node() {
    return meta.label(NODE_LABEL);
  }

  /** The addresses that a service hands out: those of one family, IPv6 where there are both. */
  public List<InetAddress> preferredIps() {
    var six = ips.stream().filter(Inet6Address.class::isInstance).toList();
    return six.isEmpty() ? ips : six;
  }
}
