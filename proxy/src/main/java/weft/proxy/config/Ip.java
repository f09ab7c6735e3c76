package weft.proxy.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Text of IP addresses, both ways, without a name service.
 *
 * <p>Accepts four decimal octets without leading zeros, or IPv6 (RFC 4291, 2.2) without zone.
 * Prints IPv6 as RFC 5952 says, as labels and headers need it.
 */
public final class Ip {
  private Ip() {}

  /** The address, or null where the text is no IP address. */
  public static @Nullable InetAddress parse(String text) {
    if (text.indexOf(':') < 0) {
      return isV4(text) ? Inet4Address.ofLiteral(text) : null;
    }
    return parseV6(text);
  }

  /** The address, of {@code IP:port} or {@code [IPv6]:port}; null where the text is neither. */
  public static @Nullable InetSocketAddress parseSocket(String text) {
    int colon = text.lastIndexOf(':');
    int port = colon < 0 ? -1 : port(text.substring(colon + 1));
    if (port < 0) {
      return null;
    }
    InetAddress ip = parseHost(text.substring(0, colon));
    return ip == null ? null : new InetSocketAddress(ip, port);
  }

  /** As {@link #parse}, but IPv6 only in brackets. */
  static @Nullable InetAddress parseHost(String host) {
    int last = host.length() - 1;
    if (last > 0 && host.charAt(0) == '[' && host.charAt(last) == ']') {
      return parseV6(host.substring(1, last));
    }
    return isV4(host) ? Inet4Address.ofLiteral(host) : null;
  }

  /** A decimal port, or -1. */
  static int port(String text) {
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      value = value * 10 + (c - '0');
      if (c < '0' || c > '9' || value > 0xffff) {
        return -1;
      }
    }
    return text.isEmpty() ? -1 : value;
  }

  public static String text(InetAddress ip) {
    return ip instanceof Inet6Address v6 ? textOfV6(v6.getAddress()) : ip.getHostAddress();
  }

  /** {@code IP:port} or {@code [IPv6]:port}; of an unresolved address its host name and port. */
  public static String text(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    if (ip == null) {
      return address.getHostString() + ':' + address.getPort();
    }
    return ip instanceof Inet6Address
        ? '[' + text(ip) + "]:" + address.getPort()
        : text(ip) + ':' + address.getPort();
  }

  private static @Nullable InetAddress parseV6(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ':' && c != '.' && Character.digit(c, 16) < 0) {
        return null;
      }
    }
    try {
      return text.indexOf(':') < 0 ? null : Inet6Address.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isV4(String text) {
    int octets = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        if (!isOctet(text, start, i)) {
          return false;
        }
        octets++;
        start = i + 1;
      }
    }
    return octets == 4;
  }

  private static boolean isOctet(String text, int start, int end) {
    int length = end - start;
    if (length < 1 || length > 3 || (length > 1 && text.charAt(start) == '0')) {
      return false;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      value = value * 10 + (c - '0');
    }
    return value <= 255;
  }

  /** RFC 5952: lower-case, no leading zeros, the first longest run of two or more zeros is "::". */
  private static String textOfV6(byte[] bytes) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int gap = startOfLongestZeros(groups);
    int gapEnd = gap < 0 ? -1 : gap + zerosAt(groups, gap);
    var out = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        out.append("::");
        i = gapEnd - 1;
        continue;
      }
      if (i > 0 && i != gapEnd) {
        out.append(':');
      }
      out.append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }

  private static int startOfLongestZeros(int[] groups) {
    int best = -1;
    int longest = 1;
    for (int i = 0; i < groups.length; i++) {
      int zeros = zerosAt(groups, i);
      if (zeros > longest) {
        longest = zeros;
        best = i;
      }
    }
    return best;
  }

  private static int zerosAt(int[] groups, int from) {
    int end = from;
    while (end < groups.length && groups[end] == 0) {
      end++;
    }
    return end - from;
  }
}
