package weft.control.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

final class VirtualAddressesProperties {
  private static final Cidr NETWORK = Cidr.of("240.77.0.0/26");
  private static final InetAddress RESERVED = InetAddress.ofLiteral("240.77.0.5");

  @Property(tries = 200)
  void everyServiceHasAnAddressOfItsOwnAndKeepsIt(
      @ForAll @Size(max = 60) Set<@AlphaChars @StringLength(min = 1, max = 5) String> names,
      @ForAll @IntRange(max = 60) int first) {
    var all = names.stream().map(name -> new ObjectName("ns", name)).toList();
    var few = all.subList(0, Math.min(first, all.size()));
    var before = assign(few, Map.of());
    var after = assign(all, before);
    assertThat(after.keySet()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(after.values())
        .doesNotHaveDuplicates()
        .doesNotContain(RESERVED)
        .allMatch(NETWORK::contains);
    assertThat(after).containsAllEntriesOf(before);
  }

  private static Map<ObjectName, InetAddress> assign(
      List<ObjectName> names, Map<ObjectName, InetAddress> before) {
    return VirtualAddresses.assign(NETWORK, names, Set.of(RESERVED), before);
  }
}
