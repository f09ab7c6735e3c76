package weft.control.destination;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import weft.api.destination.AddrSet;
import weft.api.destination.Update;
import weft.api.destination.WeightedAddr;
import weft.api.destination.WeightedAddrSet;
import weft.api.net.TcpAddress;
import weft.control.mesh.ObjectName;

/**
 * The updates that lead a client from one set of endpoints to another: what is new or changed
 * first, then what is gone, so that a replacement never passes through the empty set
 * (control-plane.md 3.4). Pure.
 */
record EndpointDelta(ObjectName service) {
  /** Keeps a message far below the 4 MiB that clients accept. */
  private static final int MOST_ADDRESSES = 4000;

  List<Update> between(Map<TcpAddress, WeightedAddr> known, Map<TcpAddress, WeightedAddr> next) {
    var added =
        next.values().stream()
            .filter(endpoint -> !endpoint.equals(known.get(endpoint.getAddr())))
            .toList();
    var gone = known.keySet().stream().filter(address -> !next.containsKey(address)).toList();
    var updates = new ArrayList<Update>();
    parts(added).forEach(part -> updates.add(add(part)));
    parts(gone).forEach(part -> updates.add(remove(part)));
    return updates;
  }

  private Update add(Collection<WeightedAddr> endpoints) {
    return Update.newBuilder()
        .setAdd(
            WeightedAddrSet.newBuilder()
                .addAllAddrs(endpoints)
                .putMetricLabels("service", service.name())
                .putMetricLabels("namespace", service.namespace()))
        .build();
  }

  private static Update remove(Collection<TcpAddress> addresses) {
    return Update.newBuilder().setRemove(AddrSet.newBuilder().addAllAddrs(addresses)).build();
  }

  private static <T> List<List<T>> parts(List<T> all) {
    var parts = new ArrayList<List<T>>();
    for (int from = 0; from < all.size(); from += MOST_ADDRESSES) {
      parts.add(all.subList(from, Math.min(from + MOST_ADDRESSES, all.size())));
    }
    return parts;
  }
}
