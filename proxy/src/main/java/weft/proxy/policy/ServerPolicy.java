package weft.proxy.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Cidr;
import weft.proxy.config.DefaultPolicy;
import weft.proxy.policy.Authorization.Authentication;
import weft.proxy.policy.Authorization.Network;

/**
 * What one port speaks and who may use it. Immutable. Source: docs/spec/inbound.md 5.1, 5.2.
 *
 * @param name how metrics and logs call the server
 */
public record ServerPolicy(Kind kind, List<Authorization> authorizations, String name) {
  /** How a connection to the port is handled. */
  public enum Kind {
    DETECT,
    HTTP1,
    HTTP2,
    OPAQUE,
    TLS;

    /** Whether bytes that are not HTTP may be forwarded. */
    public boolean forwards() {
      return this == DETECT || this == OPAQUE || this == TLS;
    }
  }

  private static final List<Network> EVERYWHERE = List.of(network("0.0.0.0/0"), network("::/0"));
  private static final Authentication ANYBODY = new Authentication.Identity(Set.of(), List.of(""));

  /** The first authorization that admits the client; null if none does. */
  public @Nullable Authorization authorize(Peer peer) {
    for (Authorization authorization : authorizations) {
      if (authorization.admits(peer)) {
        return authorization;
      }
    }
    return null;
  }

  /** The policy that holds until the control plane has spoken. */
  public static ServerPolicy of(DefaultPolicy policy, List<Cidr> clusterNetworks, boolean opaque) {
    if (policy == DefaultPolicy.DENY) {
      return new ServerPolicy(Kind.OPAQUE, List.of(), policy.text());
    }
    List<Network> networks =
        policy.isClusterOnly()
            ? clusterNetworks.stream().map(n -> new Network(n, List.of())).toList()
            : EVERYWHERE;
    var authentication = policy.needsIdentity() ? ANYBODY : new Authentication.None();
    return new ServerPolicy(
        opaque ? Kind.OPAQUE : Kind.DETECT,
        List.of(new Authorization(networks, authentication, policy.text())),
        policy.text());
  }

  static Network network(String text) {
    Cidr cidr = Cidr.parse(text);
    if (cidr == null) {
      throw new IllegalArgumentException("not a network: " + text);
    }
    return new Network(cidr, List.of());
  }
}
