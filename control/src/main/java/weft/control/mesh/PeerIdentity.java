package weft.control.mesh;

/**
 * Who a meshed workload is.
 *
 * @param identity a DNS-like name, or a URI
 * @param serverName the SNI that its proxy answers to
 */
public record PeerIdentity(String identity, String serverName) {
  public boolean isUri() {
    return identity.indexOf(':') >= 0;
  }
}
