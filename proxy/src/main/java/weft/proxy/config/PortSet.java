package weft.proxy.config;

import java.util.BitSet;
import java.util.function.IntConsumer;

/** A set of ports. Immutable. */
public final class PortSet {
  public static final PortSet NONE = new PortSet(new BitSet());

  private final BitSet ports;

  private PortSet(BitSet ports) {
    this.ports = ports;
  }

  /** Ports and ranges with commas; blanks and empty items are ignored. */
  static PortSet parse(String text) throws BadValue {
    var ports = new BitSet();
    for (String item : Addresses.items(text)) {
      int dash = item.indexOf('-');
      int low = port(dash < 0 ? item : item.substring(0, dash));
      int high = dash < 0 ? low : port(item.substring(dash + 1));
      if (high < low) {
        throw new BadValue("NotAPortRange");
      }
      ports.set(low, high + 1);
    }
    return new PortSet(ports);
  }

  private static int port(String text) throws BadValue {
    return (int) Scalars.integer(text.strip(), 0xffff);
  }

  public boolean contains(int port) {
    return port >= 0 && ports.get(port);
  }

  public boolean isEmpty() {
    return ports.isEmpty();
  }

  public int size() {
    return ports.cardinality();
  }

  /** Calls for each port, in ascending order. */
  public void forEach(IntConsumer action) {
    for (int port = ports.nextSetBit(0); port >= 0; port = ports.nextSetBit(port + 1)) {
      action.accept(port);
    }
  }

  /** These and one more. */
  public PortSet with(int port) {
    var more = (BitSet) ports.clone();
    more.set(port);
    return new PortSet(more);
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
    return ports.toString();
  }
}
