package weft.control.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import weft.api.net.IPAddress;
import weft.api.net.IPNetwork;
import weft.api.net.IPv6;
import weft.api.net.TcpAddress;
import weft.control.mesh.Cidr;

/** Addresses to and from messages. Source: docs/spec/wire/net.md. */
public final class NetMessages {
  private static final int MOST_PORT = 65535;

  private NetMessages() {}

  public static IPAddress ip(InetAddress address) {
    var bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet4Address
        ? IPAddress.newBuilder().setIpv4(bytes.getInt()).build()
        : IPAddress.newBuilder()
            .setIpv6(IPv6.newBuilder().setFirst(bytes.getLong()).setLast(bytes.getLong()))
            .build();
  }

  public static TcpAddress tcp(InetSocketAddress address) {
    return TcpAddress.newBuilder()
        .setIp(ip(address.getAddress()))
        .setPort(address.getPort())
        .build();
  }

  public static IPNetwork network(Cidr cidr) {
    return IPNetwork.newBuilder().setIp(ip(cidr.address())).setPrefixLen(cidr.prefix()).build();
  }

  /** Empty without an IP, and for a port outside 1 to 65535. */
  public static Optional<InetSocketAddress> socket(TcpAddress message) {
    boolean legal = message.getPort() > 0 && message.getPort() <= MOST_PORT;
    return legal
        ? bytes(message.getIp()).map(ip -> new InetSocketAddress(ip, message.getPort()))
        : Optional.empty();
  }

  private static Optional<InetAddress> bytes(IPAddress ip) {
    return switch (ip.getIpCase()) {
      case IPV4 -> Optional.of(v4(ip.getIpv4()));
      case IPV6 -> Optional.of(v6(ip.getIpv6()));
      case IP_NOT_SET -> Optional.empty();
    };
  }

  private static InetAddress v4(int number) {
    byte[] bytes = new byte[Integer.BYTES];
    ByteBuffer.wrap(bytes).putInt(number);
    return address(bytes);
  }

  private static InetAddress v6(IPv6 halves) {
    byte[] bytes = new byte[2 * Long.BYTES];
    ByteBuffer.wrap(bytes).putLong(halves.getFirst()).putLong(halves.getLast());
    return address(bytes);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }
}
