package weft.proxy.transport;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with a socket in one line, without class names or the address twice. */
public final class Causes {
  private Causes() {}

  /** The reason in words. */
  public static String text(@Nullable Throwable cause) {
    if (cause == null) {
      return "connection closed";
    }
    String message = cause.getMessage();
    if (cause instanceof ConnectException && message != null && message.contains("refused")) {
      return "Connection refused (os error 111)";
    }
    return message == null || message.isEmpty() ? cause.getClass().getSimpleName() : message;
  }

  /** {@code ip:port}, IPv6 in brackets. */
  public static String print(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return address.toString();
    }
    if (inet.isUnresolved()) {
      return inet.getHostString() + ":" + inet.getPort();
    }
    String ip = inet.getAddress().getHostAddress();
    return ip.indexOf(':') < 0 ? ip + ":" + inet.getPort() : "[" + ip + "]:" + inet.getPort();
  }
}
