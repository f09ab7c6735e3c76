package weft.control.dns;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the names of one zone stand for.
 *
 * <p>Called on the server's event loop for each query, from memory and without blocking; two calls
 * may see two states of the mesh. Names are in lower case and without a dot at the end.
 */
public interface Names {
  /** The domain under which every name is ours, for example {@code cluster.local}. */
  String zone();

  /**
   * What a name inside the zone stands for.
   *
   * <p>A name that only has others below it, as {@code svc.cluster.local}, exists with nothing
   * ({@link Entry#EMPTY}): resolvers believe that nothing is below an unknown name (RFC 8020).
   *
   * @return null if there is no such name
   */
  @Nullable Entry lookup(String name);

  /**
   * One name's addresses and services.
   *
   * @param addresses IPv4 and IPv6, in the order in which clients should see them
   * @param services what SRV queries get: all of them for the name itself, those of one port for
   *     {@code _PORT._PROTOCOL.NAME}
   */
  record Entry(List<InetAddress> addresses, List<Service> services) {
    public static final Entry EMPTY = new Entry(List.of(), List.of());

    public Entry {
      addresses = List.copyOf(addresses);
      services = List.copyOf(services);
    }
  }

  /**
   * A port of a name.
   *
   * @param port its name, for example {@code http}
   * @param protocol {@code tcp} or {@code udp}
   * @param target where it is served: a name of the zone that has addresses
   */
  record Service(String port, String protocol, int number, String target) {}
}
