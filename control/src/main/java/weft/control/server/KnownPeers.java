package weft.control.server;

import io.netty.channel.Channel;
import io.netty.channel.local.LocalAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import weft.control.identity.Peer;

/**
 * Who is behind the connections that gRPC sees from inside the process, by their addresses. As many
 * as there are open connections; any thread.
 */
final class KnownPeers {
  private final Map<SocketAddress, Peer> peers = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /**
   * Gives a connection an address of its own, which is known until the connection closes.
   *
   * @param peer null for a client without certificate
   */
  LocalAddress admit(Channel connection, @Nullable Peer peer) {
    var address = new LocalAddress("weft-api-client-" + numbers.incrementAndGet());
    if (peer != null) {
      peers.put(address, peer);
      connection.closeFuture().addListener(_ -> peers.remove(address));
    }
    return address;
  }

  @Nullable Peer at(@Nullable SocketAddress address) {
    return address == null ? null : peers.get(address);
  }

  int size() {
    return peers.size();
  }
}
