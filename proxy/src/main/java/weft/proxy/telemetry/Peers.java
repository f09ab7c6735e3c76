package weft.proxy.telemetry;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import weft.proxy.config.Ip;

/** Addresses as logs show them. */
public final class Peers {
  private Peers() {}

  /** {@code ip:port}. */
  public static String text(SocketAddress address) {
    return address instanceof InetSocketAddress inet && !inet.isUnresolved()
        ? Ip.text(inet)
        : String.valueOf(address);
  }
}
