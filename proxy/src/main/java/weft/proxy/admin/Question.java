package weft.proxy.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * What was asked.
 *
 * @param path without query
 * @param query empty if there is none
 * @param body of at most {@link AdminService#MOST_BODY} bytes
 */
public record Question(
    String method, String path, String query, String body, SocketAddress client) {

  /** Whether it comes from this host, which alone may change things. */
  public boolean isLocal() {
    return client instanceof InetSocketAddress inet && isLoopback(inet.getAddress());
  }

  private static boolean isLoopback(InetAddress ip) {
    return ip.isLoopbackAddress();
  }
}
