package weft.control.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import weft.api.destination.Update;
import weft.api.destination.WeightedAddr;
import weft.api.net.TcpAddress;
import weft.control.mesh.ObjectName;
import weft.control.wire.NetMessages;

final class EndpointDeltaProperties {
  private static final EndpointDelta DELTA = new EndpointDelta(new ObjectName("ns", "web"));

  /** A set of endpoints is a map from ports to weights here. */
  @Property(tries = 300)
  void aClientThatAppliesTheUpdatesHasTheNextSet(
      @ForAll @Size(max = 12) Map<@IntRange(min = 1, max = 9) Integer, @IntRange(max = 2) Integer> a,
      @ForAll @Size(max = 12) Map<@IntRange(min = 1, max = 9) Integer, @IntRange(max = 2) Integer> b) {
    var known = endpoints(a);
    var next = endpoints(b);
    var client = new LinkedHashMap<>(known);
    for (var update : DELTA.between(known, next)) {
      apply(update, client);
      assertThat(client.isEmpty()).isEqualTo(next.isEmpty());
    }
    assertThat(client).isEqualTo(next);
  }

  private static Map<TcpAddress, WeightedAddr> endpoints(Map<Integer, Integer> weights) {
    var endpoints = new LinkedHashMap<TcpAddress, WeightedAddr>();
    weights.forEach(
        (port, weight) -> {
          var address =
              NetMessages.tcp(new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), port));
          endpoints.put(
              address, WeightedAddr.newBuilder().setAddr(address).setWeight(weight).build());
        });
    return endpoints;
  }

  private static void apply(Update update, Map<TcpAddress, WeightedAddr> client) {
    update.getAdd().getAddrsList().forEach(one -> client.put(one.getAddr(), one));
    update.getRemove().getAddrsList().forEach(client::remove);
  }
}
