package weft.control.wire;

import java.util.Optional;
import weft.control.mesh.Addresses;

/**
 * A host and a port, as paths and authorities are written (control-plane.md 3.1).
 *
 * @param host a name, or an IP literal without brackets
 */
public record Authority(String host, int port) {
  private static final int DEFAULT_PORT = 80;

  /** Port 80 where there is no colon; empty for an empty host or a port that is none. */
  public static Optional<Authority> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return text.isEmpty() ? Optional.empty() : Optional.of(new Authority(text, DEFAULT_PORT));
    }
    return host(text.substring(0, colon))
        .flatMap(
            host ->
                Addresses.port(text.substring(colon + 1)).map(port -> new Authority(host, port)));
  }

  /** A host with colons in it needs brackets around it. */
  private static Optional<String> host(String text) {
    boolean brackets = text.startsWith("[") && text.endsWith("]");
    var host = brackets ? text.substring(1, text.length() - 1) : text;
    return host.isEmpty() || brackets != host.indexOf(':') >= 0
        ? Optional.empty()
        : Optional.of(host);
  }
}
