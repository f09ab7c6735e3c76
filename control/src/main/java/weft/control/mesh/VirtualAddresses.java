package weft.control.mesh;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives services an address in the virtual network, by a hash of their name and, where that is
 * taken, the next free one. A service keeps what it had as long as the control plane runs; after a
 * restart only the few whose hashes collide may change. Pure.
 */
final class VirtualAddresses {
  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  private final Cidr network;
  private final int base;
  private final int size;
  private final Set<InetAddress> taken;
  private final Map<ObjectName, InetAddress> given = new HashMap<>();

  private VirtualAddresses(Cidr network, Set<InetAddress> reserved) {
    this.network = network;
    this.size = 1 << (Integer.SIZE - Math.max(network.prefix(), 2));
    this.base = ByteBuffer.wrap(network.address().getAddress()).getInt() & -size;
    this.taken = new HashSet<>(reserved);
  }

  /**
   * Gives each service an address, as long as there are any.
   *
   * @param reserved addresses of the network that the file gives to a service itself
   * @param before what was given so far
   */
  static Map<ObjectName, InetAddress> assign(
      Cidr network,
      Collection<ObjectName> services,
      Set<InetAddress> reserved,
      Map<ObjectName, InetAddress> before) {
    var addresses = new VirtualAddresses(network, reserved);
    var sorted = new TreeSet<>(services);
    sorted.forEach(name -> addresses.keep(name, before.get(name)));
    sorted.forEach(addresses::give);
    return Map.copyOf(addresses.given);
  }

  private void keep(ObjectName name, @Nullable InetAddress had) {
    if (had != null && network.contains(had) && taken.add(had)) {
      given.put(name, had);
    }
  }

  private void give(ObjectName name) {
    if (given.containsKey(name)) {
      return;
    }
    int hosts = size - 2; // neither the network's own address nor its broadcast
    int start = Integer.remainderUnsigned(hash(name.toString()), hosts);
    for (int i = 0; i < hosts; i++) {
      var address = at(1 + (start + i) % hosts);
      if (taken.add(address)) {
        given.put(name, address);
        return;
      }
    }
  }

  private InetAddress at(int offset) {
    try {
      return InetAddress.getByAddress(
          ByteBuffer.allocate(Integer.BYTES).putInt(base + offset).array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** FNV-1a, with its bits mixed once more: names differ in few letters. */
  private static int hash(String text) {
    int hash = FNV_OFFSET;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    return hash ^ (hash >>> 13);
  }
}
