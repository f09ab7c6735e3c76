package weft.proxy.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Where an accepted connection was going before a nat rule redirected it to us: the kernel's
 * connection tracking remembers.
 *
 * <p>Source: docs/spec/inbound.md 3; {@code linux/netfilter_ipv4.h}, {@code
 * linux/netfilter_ipv6/ip6_tables.h}.
 */
final class OriginalDestination {
  private static final int SOL_IP = 0;
  private static final int SOL_IPV6 = 41;
  private static final int SO_ORIGINAL_DST = 80;
  private static final int SOCKADDR_IN = 16;
  private static final int SOCKADDR_IN6 = 28;
  private static final int FAMILY = 2;
  private static final int FLOW = 4;
  private static final ChannelOption<ByteBuffer> IPV4 =
      new RawUnixChannelOption("SO_ORIGINAL_DST", SOL_IP, SO_ORIGINAL_DST, SOCKADDR_IN);
  private static final ChannelOption<ByteBuffer> IPV6 =
      new RawUnixChannelOption("IP6T_SO_ORIGINAL_DST", SOL_IPV6, SO_ORIGINAL_DST, SOCKADDR_IN6);

  private OriginalDestination() {}

  /**
   * Asks for one connection's; on its loop, once.
   *
   * @throws IOException the kernel does not track the connection
   */
  static InetSocketAddress of(Channel channel) throws IOException {
    var client = (InetSocketAddress) channel.remoteAddress();
    boolean isIpv4 = client != null && client.getAddress() instanceof Inet4Address;
    try {
      return isIpv4
          ? read(channel.config().getOption(IPV4), FAMILY + Short.BYTES, 4)
          : read(channel.config().getOption(IPV6), FAMILY + Short.BYTES + FLOW, 16);
    } catch (ChannelException e) {
      throw new IOException(Causes.text(e.getCause() == null ? e : e.getCause()), e);
    }
  }

  private static InetSocketAddress read(ByteBuffer sockaddr, int at, int length)
      throws IOException {
    byte[] ip = new byte[length];
    sockaddr.get(at, ip);
    int port = Short.toUnsignedInt(sockaddr.getShort(FAMILY));
    return new InetSocketAddress(InetAddress.getByAddress(ip), port);
  }
}
