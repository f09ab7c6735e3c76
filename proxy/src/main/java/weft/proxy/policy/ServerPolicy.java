package weft.proxy.policy;

import java.time.Duration;
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
 * @param authorizations in order: the first that admits a client names the permit
 * @param detectTimeout how long HTTP is waited for; null where the configured time holds
 */
public record ServerPolicy(
    Kind kind,
    List<Authorization> authorizations,
    @Nullable Duration detectTimeout,
    Meta meta,
    Route route) {

  /** The one route of all requests. */
  public record Route(boolean grpc, Meta meta) {
    static final Route DEFAULT = new Route(false, Meta.ofDefault("default"));
  }

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

  /** Stands for a message that breaks a rule: HTTP is answered 403, nothing is forwarded. */
  static final ServerPolicy INVALID =
      new ServerPolicy(Kind.DETECT, List.of(), null, Meta.ofDefault("invalid"), Route.DEFAULT);

  private static final List<Network> EVERYWHERE = List.of(network("0.0.0.0/0"), network("::/0"));
  private static final Authentication ANYBODY = new Authentication.Identity(Set.of(), List.of(""));

  /** How metrics and logs call the server. */
  public String name() {
    return meta.name();
  }

  /** The first authorization that admits a request of the client; null if none does. */
  public @Nullable Authorization authorize(Peer peer) {
    for (Authorization authorization : authorizations) {
      if (authorization.admits(peer)) {
        return authorization;
      }
    }
    return null;
  }

  /**
   * The first authorization to forward the client's bytes, whatever they are; null if none does. A
   * port that speaks HTTP only has none. Source: docs/spec/inbound.md 8.
   */
  public @Nullable Authorization authorizeForward(Peer peer) {
    return kind.forwards() ? authorize(peer) : null;
  }

  /** The policy that holds until the control plane has spoken. */
  public static ServerPolicy of(DefaultPolicy policy, List<Cidr> clusterNetworks, boolean opaque) {
    Meta meta = Meta.ofDefault(policy.text());
    if (policy == DefaultPolicy.DENY) {
      return new ServerPolicy(Kind.OPAQUE, List.of(), null, meta, Route.DEFAULT);
    }
    List<Network> networks =
        policy.isClusterOnly()
            ? clusterNetworks.stream().map(n -> new Network(n, List.of())).toList()
            : EVERYWHERE;
    var authentication = policy.needsIdentity() ? ANYBODY : new Authentication.None();
    return new ServerPolicy(
        opaque ? Kind.OPAQUE : Kind.DETECT,
        List.of(new Authorization(networks, authentication, meta)),
        null,
        meta,
        Route.DEFAULT);
  }

  static Network network(String text) {
    Cidr cidr = Cidr.parse(text);
    if (cidr == null) {
      throw new IllegalArgumentException("not a network: " + text);
    }
    return new Network(cidr, List.of());
  }
}
