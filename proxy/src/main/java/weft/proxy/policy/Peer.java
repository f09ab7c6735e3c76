package weft.proxy.policy;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DnsName;
import weft.proxy.config.Id;

/**
 * The client that a decision is about.
 *
 * @param identity verified; null if it presented none
 * @param serverName of TLS that is passed on; null for any other
 */
public record Peer(
    InetAddress address, Tls tls, @Nullable Id identity, @Nullable DnsName serverName) {

  /** What became of the client's TLS. Source: docs/spec/identity-tls.md 7. */
  public enum Tls {
    /** It ended here. */
    TERMINATED,
    /** It is for somebody else. */
    PASSED,
    /** There is none that names a server. */
    NONE,
    /** Nobody looked: the port is opaque. */
    SKIPPED
  }

  public static Peer terminated(InetAddress address, @Nullable Id identity) {
    return new Peer(address, Tls.TERMINATED, identity, null);
  }

  public static Peer passed(InetAddress address, DnsName serverName) {
    return new Peer(address, Tls.PASSED, null, serverName);
  }

  public static Peer plain(InetAddress address) {
    return new Peer(address, Tls.NONE, null, null);
  }

  public static Peer skipped(InetAddress address) {
    return new Peer(address, Tls.SKIPPED, null, null);
  }

  /** Mesh TLS ended here. */
  public boolean terminated() {
    return tls == Tls.TERMINATED;
  }
}
