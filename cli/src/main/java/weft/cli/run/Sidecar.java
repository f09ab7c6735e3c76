package weft.cli.run;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import weft.proxy.config.Ip;

/**
 * Where a ready sidecar listens.
 *
 * @param outbound for the application's requests
 * @param inbound for peers
 * @param admin for metrics and readiness
 */
public record Sidecar(
    InetSocketAddress outbound, InetSocketAddress inbound, InetSocketAddress admin) {

  /**
   * The variables by which programs find their proxy, in both cases, and WEFT_OUTBOUND,
   * WEFT_INBOUND and WEFT_ADMIN as {@code IP:PORT}. Only this machine's own names go past the
   * proxy.
   */
  public Map<String, String> variables() {
    var variables = new HashMap<String, String>();
    var proxy = "http://" + text(outbound);
    for (var name : new String[] {"http_proxy", "https_proxy", "grpc_proxy"}) {
      both(variables, name, proxy);
    }
    both(variables, "no_proxy", "localhost,127.0.0.1,::1");
    variables.put("WEFT_OUTBOUND", text(outbound));
    variables.put("WEFT_INBOUND", text(inbound));
    variables.put("WEFT_ADMIN", text(admin));
    return variables;
  }

  private static void both(Map<String, String> variables, String name, String value) {
    variables.put(name, value);
    variables.put(name.toUpperCase(Locale.ROOT), value);
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().isAnyLocalAddress()
        ? Ip.text(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()))
        : Ip.text(address);
  }
}
