package weft.control.wire;

import io.grpc.Status;
import io.grpc.StatusException;
import java.net.InetSocketAddress;
import java.util.List;
import weft.control.mesh.Addresses;
import weft.control.mesh.ObjectName;

/** What a client of discovery asks about: its {@code path} (control-plane.md 3.1, 4.1). */
public sealed interface Target {
  int port();

  /** An IP literal. */
  record Address(InetSocketAddress socket) implements Target {
    @Override
    public int port() {
      return socket.getPort();
    }
  }

  /**
   * A service.
   *
   * @param host as requested
   */
  record OfService(ObjectName service, String host, int port) implements Target {}

  /** One instance of a service, by the name of its workload. */
  record OfInstance(String instance, ObjectName service, int port) implements Target {}

  /**
   * Reads a path.
   *
   * @throws StatusException INVALID_ARGUMENT, with what is wrong
   */
  static Target parse(String path, String clusterDomain) throws StatusException {
    var authority =
        Authority.parse(path)
            .orElseThrow(() -> invalid(path, "HOST or HOST:PORT with a port from 1 to 65535"));
    var ip = Addresses.parseIp(authority.host());
    return ip.isPresent()
        ? new Address(new InetSocketAddress(ip.get(), authority.port()))
        : named(path, authority, clusterDomain);
  }

  private static Target named(String path, Authority authority, String clusterDomain)
      throws StatusException {
    var suffix = ".svc." + clusterDomain;
    var host = authority.host();
    var labels =
        host.endsWith(suffix)
            ? List.of(host.substring(0, host.length() - suffix.length()).split("\\.", -1))
            : List.<String>of();
    if (labels.contains("") || labels.size() < 2 || labels.size() > 3) {
      throw invalid(path, "[INSTANCE.]SERVICE.NAMESPACE" + suffix);
    }
    var service = new ObjectName(labels.getLast(), labels.get(labels.size() - 2));
    return labels.size() == 2
        ? new OfService(service, host, authority.port())
        : new OfInstance(labels.getFirst(), service, authority.port());
  }

  private static StatusException invalid(String path, String accepted) {
    return Status.INVALID_ARGUMENT
        .withDescription("path must be " + accepted + ", got: " + path)
        .asException();
  }
}
