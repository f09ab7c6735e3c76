package weft.control.mesh;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A set of ports. Immutable. */
public final class PortSet {
  public static final PortSet EMPTY = new PortSet(new BitSet());

  private final BitSet ports;

  private PortSet(BitSet ports) {
    this.ports = ports;
  }

  public static PortSet of(Iterable<Integer> numbers) {
    var bits = new BitSet();
    numbers.forEach(bits::set);
    return new PortSet(bits);
  }

  public boolean contains(int port) {
    return ports.get(port);
  }

  /**
   * Reads an annotation: numbers, {@code a-b} ranges and names, with commas between them.
   *
   * <p>An entry that is none of these is left out, as the reference does with a log line.
   *
   * @param named the number behind a name
   */
  public static PortSet parse(String text, Function<String, Optional<Integer>> named) {
    var bits = new BitSet();
    for (var entry : text.split(",", -1)) {
      addEntry(bits, entry.strip(), named);
    }
    return new PortSet(bits);
  }

  private static void addEntry(
      BitSet bits, String entry, Function<String, Optional<Integer>> named) {
    int hyphen = entry.indexOf('-');
    var low = Addresses.port(hyphen < 0 ? entry : entry.substring(0, hyphen));
    var high = hyphen < 0 ? low : Addresses.port(entry.substring(hyphen + 1));
    if (low.isPresent() && high.isPresent()) {
      bits.set(low.get(), Math.max(low.get(), high.get() + 1));
    } else {
      named.apply(entry).ifPresent(bits::set);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PortSet set && ports.equals(set.ports);
  }

  @Override
  public int hashCode() {
    return ports.hashCode();
  }

  @Override
  public String toString() {
    return ports.stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
