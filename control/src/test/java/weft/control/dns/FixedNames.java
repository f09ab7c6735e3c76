package weft.control.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A zone of three names: a service, a service with many addresses, and what is above them. */
final class FixedNames implements Names {
  static final String API = "api.default.svc.cluster.local";
  static final String MANY = "many.default.svc.cluster.local";
  static final int MANY_ADDRESSES = 200;

  private final Map<String, Entry> entries =
      Map.of(
          "default.svc.cluster.local",
          Entry.EMPTY,
          API,
          new Entry(
              List.of(address("240.77.0.1"), address("fd00::1")),
              List.of(
                  new Service("http", "tcp", 80, API), new Service("metrics", "tcp", 9990, API))),
          MANY,
          new Entry(many(), List.of()));

  @Override
  public String zone() {
    return "cluster.local";
  }

  @Override
  public @Nullable Entry lookup(String name) {
    return entries.get(name);
  }

  private static List<InetAddress> many() {
    var addresses = new ArrayList<InetAddress>();
    for (int i = 0; i < MANY_ADDRESSES; i++) {
      addresses.add(address("10.0.0." + i));
    }
    return addresses;
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
