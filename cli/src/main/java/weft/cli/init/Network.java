package weft.cli.init;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Cidr;

/** A network in the words of the tools, and whether it is of IPv6. */
public record Network(Cidr cidr) {
  /**
   * Reads {@code 10.1.0.0/16}.
   *
   * @throws IllegalArgumentException says what is right
   */
  public static Network parse(String text) {
    @Nullable Cidr cidr = Cidr.parse(text.strip());
    if (cidr == null) {
      throw new IllegalArgumentException(
          "`" + text + "` is no network: write address/bits, as 10.1.0.0/16 or fd00::/8");
    }
    return new Network(cidr);
  }

  boolean isOf(Family family) {
    return (cidr.network().getAddress().length == Family.IPV4_BYTES) == (family == Family.IPV4);
  }

  @Override
  public String toString() {
    return cidr.toString().toLowerCase(Locale.ROOT);
  }
}
