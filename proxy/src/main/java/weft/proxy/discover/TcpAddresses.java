package weft.proxy.discover;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import weft.api.net.IPAddress;
import weft.api.net.IPv6;
import weft.api.net.TcpAddress;

/** Addresses as messages. Pure. */
final class TcpAddresses {
  private static final int PORTS = 0xffff;

  private TcpAddresses() {}

  /** The address; null where the message has no IP. */
  static @Nullable InetSocketAddress read(TcpAddress message) {
    InetAddress ip = ip(message.getIp());
    return ip == null ? null : new InetSocketAddress(ip, message.getPort() & PORTS);
  }

  private static @Nullable InetAddress ip(IPAddress ip) {
    try {
      return switch (ip.getIpCase()) {
        case IPV4 ->
            InetAddress.getByAddress(
                ByteBuffer.allocate(Integer.BYTES).putInt(ip.getIpv4()).array());
        case IPV6 -> InetAddress.getByAddress(bytes(ip.getIpv6()));
        case IP_NOT_SET -> null;
      };
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are addresses", e);
    }
  }

  private static byte[] bytes(IPv6 ip) {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(ip.getFirst()).putLong(ip.getLast()).array();
  }

  static TcpAddress write(InetSocketAddress address) {
    var bytes = ByteBuffer.wrap(address.getAddress().getAddress());
    var ip = IPAddress.newBuilder();
    if (bytes.remaining() == Integer.BYTES) {
      ip.setIpv4(bytes.getInt());
    } else {
      ip.setIpv6(IPv6.newBuilder().setFirst(bytes.getLong()).setLast(bytes.getLong()));
    }
    return TcpAddress.newBuilder().setIp(ip).setPort(address.getPort()).build();
  }
}
