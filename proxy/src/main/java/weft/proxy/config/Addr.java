package weft.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a connection or request goes: an IP or a name, and a port. Source: identity-tls.md 1.3. */
public sealed interface Addr {
  int HTTP_PORT = 80;

  int port();

  /** A loopback IP, or {@code localhost.} with its dot. */
  boolean isLoopback();

  /** As an HTTP authority: without port 80, without trailing dot. */
  String authority();

  /** The address, or null where the text is none; the port is mandatory. */
  static @Nullable Addr parse(String text) {
    int colon = text.lastIndexOf(':');
    int port = colon < 0 ? -1 : Ip.port(text.substring(colon + 1));
    return port < 0 ? null : of(text.substring(0, colon), port);
  }

  /** As {@link #parse(String)} for a request's authority: the port may be missing. */
  static @Nullable Addr parse(String text, int defaultPort) {
    boolean hasPort = text.lastIndexOf(':') > text.lastIndexOf(']');
    return hasPort ? parse(text) : of(text, defaultPort);
  }

  /** The address of a host (IPv6 in brackets) and a port, or null. */
  static @Nullable Addr of(String host, int port) {
    InetAddress ip = Ip.parseHost(host);
    if (ip != null) {
      return new Socket(new InetSocketAddress(ip, port));
    }
    DnsName name = DnsName.parse(host);
    return name == null ? null : new Name(name, port);
  }

  /** An IP and a port. */
  record Socket(InetSocketAddress address) implements Addr {
    @Override
    public int port() {
      return address.getPort();
    }

    @Override
    public boolean isLoopback() {
      return address.getAddress().isLoopbackAddress();
    }

    @Override
    public String authority() {
      String text = toString();
      return port() == HTTP_PORT ? text.substring(0, text.lastIndexOf(':')) : text;
    }

    @Override
    public String toString() {
      return Ip.text(address);
    }
  }

  /** A name and a port; the name keeps its trailing dot. */
  record Name(DnsName name, int port) implements Addr {
    @Override
    public boolean isLoopback() {
      return name.isLocalhost();
    }

    @Override
    public String authority() {
      String host = name.withoutDot().text();
      return port == HTTP_PORT ? host : host + ':' + port;
    }

    @Override
    public String toString() {
      return name.text() + ':' + port;
    }
  }
}
