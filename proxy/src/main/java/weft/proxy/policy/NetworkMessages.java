package weft.proxy.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import weft.api.inbound.Authz;
import weft.api.net.IPAddress;
import weft.api.net.IPNetwork;
import weft.api.net.IPv6;
import weft.proxy.config.Cidr;
import weft.proxy.policy.Authorization.Network;

/**
 * Reads networks. Pure. Source: docs/spec/inbound.md 5.3.
 *
 * <p>What is absent must never read as {@code 0.0.0.0}: it would admit everybody.
 */
final class NetworkMessages {
  private static final long MAPPED = 0xffff;

  private NetworkMessages() {}

  static List<Network> read(Authz authz) throws Invalid {
    if (authz.getNetworksCount() == 0) {
      throw new Invalid("an authorization names no network");
    }
    var networks = new ArrayList<Network>();
    for (var network : authz.getNetworksList()) {
      networks.add(new Network(cidr(network.getNet()), except(network.getExceptList())));
    }
    return List.copyOf(networks);
  }

  private static List<Cidr> except(List<IPNetwork> parts) throws Invalid {
    var except = new ArrayList<Cidr>();
    for (IPNetwork part : parts) {
      except.add(cidr(part));
    }
    return List.copyOf(except);
  }

  private static Cidr cidr(IPNetwork network) throws Invalid {
    InetAddress ip = ip(network.getIp());
    try {
      return new Cidr(ip, network.getPrefixLen());
    } catch (IllegalArgumentException e) {
      throw new Invalid("not a network: " + e.getMessage());
    }
  }

  private static InetAddress ip(IPAddress ip) throws Invalid {
    try {
      return InetAddress.getByAddress(
          switch (ip.getIpCase()) {
            case IPV4 -> ByteBuffer.allocate(4).putInt(ip.getIpv4()).array();
            case IPV6 -> bytes(ip.getIpv6());
            case IP_NOT_SET -> throw new Invalid("a network without an address");
          });
    } catch (UnknownHostException e) {
      throw new AssertionError("the length is that of an address", e);
    }
  }

  /** Java makes an IPv4 address of a mapped one, whose prefix would mean something else. */
  private static byte[] bytes(IPv6 ip) throws Invalid {
    if (ip.getFirst() == 0 && ip.getLast() >>> 32 == MAPPED) {
      throw new Invalid("a network of IPv4 addresses written as IPv6");
    }
    return ByteBuffer.allocate(16).putLong(ip.getFirst()).putLong(ip.getLast()).array();
  }
}
