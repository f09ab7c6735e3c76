package weft.proxy.outbound;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Addr;

/**
 * What a connection or a request of the application asks for.
 *
 * @param addr what it names, or where it was going if it names nothing
 * @param original where it goes if nobody knows the name: its original destination; null where
 *     there is none, as nothing was redirected
 */
record Target(Addr addr, @Nullable InetSocketAddress original) {
  /** Named, with nowhere else to go: what clients of a proxy ask for. */
  static Target named(Addr addr) {
    return new Target(addr, null);
  }

  /** The original destination itself. */
  static Target of(InetSocketAddress original) {
    return new Target(new Addr.Socket(original), original);
  }

  /** A listener's target: its address stands for an original destination. */
  static Target listened(Addr addr) {
    return addr instanceof Addr.Socket(var address) ? of(address) : named(addr);
  }

  /** What a request names on a connection that was going to {@code original}. */
  static Target named(Addr addr, @Nullable InetSocketAddress original) {
    return addr instanceof Addr.Socket && original != null
        ? of(original)
        : new Target(addr, original);
  }

  @Override
  public String toString() {
    return addr.toString();
  }
}
