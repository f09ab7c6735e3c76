package weft.proxy.policy;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Cidr;
import weft.proxy.config.Id;

/**
 * Who may use a port. Pure. Source: docs/spec/inbound.md 5.1.
 *
 * @param networks one of them must contain the client
 * @param meta how metrics and logs call it
 */
public record Authorization(List<Network> networks, Authentication authentication, Meta meta) {
  /** A network without some parts of it. */
  public record Network(Cidr network, List<Cidr> except) {
    boolean contains(InetAddress client) {
      return network.contains(client) && !Cidr.anyContains(except, client);
    }
  }

  /** What a client must prove. */
  public sealed interface Authentication {
    /** Nothing. */
    record None() implements Authentication {}

    /** Mesh TLS, with or without a certificate. */
    record Tls() implements Authentication {}

    /**
     * An identity that is in the list, or a DNS name that ends as one of the suffixes does.
     *
     * @param suffixes plain text such as {@code .ns.cluster.local}; empty matches every DNS name
     */
    record Identity(Set<String> identities, List<String> suffixes) implements Authentication {}
  }

  /** Whether it applies to this client. */
  public boolean admits(Peer peer) {
    return contains(peer.address()) && holds(peer);
  }

  private boolean contains(InetAddress client) {
    for (Network network : networks) {
      if (network.contains(client)) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(Peer peer) {
    return switch (authentication) {
      case Authentication.None none -> true;
      case Authentication.Tls tls -> peer.terminated();
      case Authentication.Identity identity -> matches(identity, peer.identity());
    };
  }

  private static boolean matches(Authentication.Identity wanted, @Nullable Id id) {
    if (id == null) {
      return false;
    }
    String text = id.text();
    return wanted.identities.contains(text)
        || (id instanceof Id.Dns && endsAsWanted(wanted.suffixes, text));
  }

  private static boolean endsAsWanted(List<String> suffixes, String text) {
    for (String suffix : suffixes) {
      if (text.endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }
}
