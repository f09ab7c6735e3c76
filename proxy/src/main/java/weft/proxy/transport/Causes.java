package weft.proxy.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with a socket in one line, without class names or the address twice. */
public final class Causes {
  /** What the C library says, and Java without it. */
  private record Errno(String text, String name) {}

  private static final List<Errno> ERRORS =
      List.of(
          new Errno("Connection reset", "ECONNRESET"),
          new Errno("Broken pipe", "EPIPE"),
          new Errno("Connection refused", "ECONNREFUSED"),
          new Errno("Connection timed out", "ETIMEDOUT"),
          new Errno("Connection aborted", "ECONNABORTED"),
          new Errno("connection abort", "ECONNABORTED"),
          new Errno("No route to host", "EHOSTUNREACH"),
          new Errno("Network is unreachable", "ENETUNREACH"),
          new Errno("not connected", "ENOTCONN"));

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

  /** The system's name of the error, such as {@code ECONNRESET}; empty where it is none. */
  public static String errno(@Nullable Throwable cause) {
    if (!(cause instanceof IOException) || cause instanceof SSLException) {
      return "";
    }
    String message = String.valueOf(cause.getMessage());
    for (Errno known : ERRORS) {
      if (message.contains(known.text)) {
        return known.name;
      }
    }
    return "";
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
