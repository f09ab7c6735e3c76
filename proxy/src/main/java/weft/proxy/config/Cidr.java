package weft.proxy.config;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network of addresses, {@code 10.0.0.0/8}; host bits of the text are cleared.
 *
 * <p>IPv4 and IPv6 never contain each other. Source: config.md 2.
 */
public record Cidr(InetAddress network, int prefix) {
  public Cidr {
    byte[] bytes = network.getAddress();
    if (prefix < 0 || prefix > bytes.length * 8) {
      throw new IllegalArgumentException("prefix of " + Ip.text(network) + ": " + prefix);
    }
    network = masked(bytes, prefix);
  }

  /** The network, or null where the text is none; a prefix length is needed. */
  public static @Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress ip = slash < 0 ? null : Ip.parse(text.substring(0, slash));
    int prefix = slash < 0 ? -1 : Ip.port(text.substring(slash + 1));
    if (ip == null || prefix < 0 || prefix > ip.getAddress().length * 8) {
      return null;
    }
    return new Cidr(ip, prefix);
  }

  public boolean contains(InetAddress ip) {
    byte[] ours = network.getAddress();
    byte[] theirs = ip.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < ours.length; i++) {
      if (((ours[i] ^ theirs[i]) & maskByte(prefix, i)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether one of the networks contains the address; none do where there are none. */
  public static boolean anyContains(List<Cidr> networks, InetAddress ip) {
    for (int i = 0; i < networks.size(); i++) {
      if (networks.get(i).contains(ip)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return Ip.text(network) + '/' + prefix;
  }

  private static InetAddress masked(byte[] bytes, int prefix) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] &= (byte) maskByte(prefix, i);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError("the length came from an address", e);
    }
  }

  private static int maskByte(int prefix, int index) {
    int bits = Math.clamp(prefix - index * 8L, 0, 8);
    return 0xff << (8 - bits) & 0xff;
  }
}
