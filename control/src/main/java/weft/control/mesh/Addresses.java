package weft.control.mesh;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Addresses as text. Nothing here ever asks DNS. */
public final class Addresses {
  private static final int MOST_PORT = 65535;

  private Addresses() {}

  /** A literal, IPv6 without brackets or zone. */
  public static Optional<InetAddress> parseIp(String text) {
    boolean literal =
        NetUtil.isValidIpV4Address(text)
            || (NetUtil.isValidIpV6Address(text) && text.indexOf('%') < 0);
    return literal ? Optional.of(InetAddress.ofLiteral(text)) : Optional.empty();
  }

  /** {@code IP:PORT} or {@code [IPv6]:PORT}; port 0 lets the system choose. */
  public static Optional<InetSocketAddress> parseSocket(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    return number(text.substring(colon + 1), 0, MOST_PORT)
        .flatMap(
            port ->
                parseIp(withoutBrackets(text.substring(0, colon)))
                    .map(ip -> new InetSocketAddress(ip, port)));
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") && host.indexOf(':') >= 0
        ? host.substring(1, host.length() - 1)
        : host;
  }

  /** Decimal digits only: no sign, no space, no other base. */
  public static Optional<Integer> number(String text, int least, int most) {
    boolean digits =
        !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits
        ? Optional.of(Integer.parseInt(text)).filter(n -> n >= least && n <= most)
        : Optional.empty();
  }

  public static Optional<Integer> port(String text) {
    return number(text, 1, MOST_PORT);
  }
}
