package weft.proxy.discover;

import java.net.InetSocketAddress;
import weft.proxy.config.Addr;

/** Where a configured address is dialled; names are looked up at every attempt. */
final class HostLookup {
  private HostLookup() {}

  static InetSocketAddress address(Addr addr) {
    return switch (addr) {
      case Addr.Socket(var address) -> address;
      case Addr.Name(var name, int port) -> InetSocketAddress.createUnresolved(name.text(), port);
    };
  }
}
