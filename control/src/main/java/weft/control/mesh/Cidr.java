package weft.control.mesh;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** A network: every address whose first {@code prefix} bits are those of {@code address}. */
public record Cidr(InetAddress address, int prefix) {

  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : Addresses.parseIp(text.substring(0, slash))
            .flatMap(ip -> prefixOf(ip, text.substring(slash + 1)).map(n -> new Cidr(ip, n)));
  }

  /** For constants of our own. */
  public static Cidr of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static Optional<Integer> prefixOf(InetAddress ip, String text) {
    return Addresses.number(text, 0, ip.getAddress().length * Byte.SIZE);
  }

  public boolean isIpv4() {
    return address instanceof Inet4Address;
  }

  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    return mine.length == theirs.length && sharesPrefix(mine, theirs);
  }

  private boolean sharesPrefix(byte[] mine, byte[] theirs) {
    for (int bit = 0; bit < prefix; bit += Byte.SIZE) {
      int mask = prefix - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (prefix - bit));
      if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefix;
  }
}
