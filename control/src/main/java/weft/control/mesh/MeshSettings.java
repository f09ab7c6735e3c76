package weft.control.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kind: Mesh} says (contracts of the mesh file; defaults of control-plane.md 8.1).
 *
 * <p>Paths are absolute: a relative one in the file is meant from the file's directory.
 *
 * @param join null where no join tokens are accepted
 * @param transportHeader whether peers are told to dial the inbound port of every meshed instance,
 *     and not only for opaque ports
 * @param egressNamespace whose EgressNetworks are for clients whose own namespace has none
 * @param state where registrations are kept; null: nowhere
 */
public record MeshSettings(
    String name,
    String trustDomain,
    String clusterDomain,
    String controlPlaneNamespace,
    List<Cidr> clusterNetworks,
    Cidr virtualNetwork,
    Pem trustAnchors,
    Issuer issuer,
    @Nullable Join join,
    Listen listen,
    DefaultPolicy defaultInboundPolicy,
    PortSet defaultOpaquePorts,
    boolean transportHeader,
    String egressNamespace,
    @Nullable Path state) {
  public MeshSettings {
    clusterNetworks = List.copyOf(clusterNetworks);
  }

  /** Certificates, in a file or in the mesh file itself. */
  public sealed interface Pem {
    record File(Path path) implements Pem {}

    record Inline(String text) implements Pem {}

    /** The text, of a file as it is now. */
    default String read() throws IOException {
      return switch (this) {
        case File(Path path) -> Files.readString(path);
        case Inline(String text) -> text;
      };
    }

    /** Where the text stands, for errors; {@code key} is the mesh file's key above it. */
    default String place(String key) {
      return switch (this) {
        case File(Path path) -> path.toString();
        case Inline ignored -> key + ".pem";
      };
    }
  }

  /**
   * What signs workload certificates.
   *
   * @param certificate the issuer first, then its parents
   * @param lifetime of what it signs
   */
  public record Issuer(Path certificate, Path key, Duration lifetime) {}

  /**
   * What signs join tokens.
   *
   * @param revoked {@code jti} values that are no longer accepted
   */
  public record Join(Path key, Set<String> revoked) {
    public Join {
      revoked = Set.copyOf(revoked);
    }
  }

  /** Where the control plane itself listens. */
  public record Listen(InetSocketAddress api, InetSocketAddress dns) {}

  /** {@code SERVICEACCOUNT.NAMESPACE.serviceaccount.identity.CONTROLPLANE.TRUSTDOMAIN}. */
  public String identityOf(String serviceAccount, String namespace) {
    return serviceAccount
        + "."
        + namespace
        + ".serviceaccount.identity."
        + controlPlaneNamespace
        + "."
        + trustDomain;
  }

  /**
   * The identity of the control plane itself, which its certificate carries and join files tell:
   * the service account {@code control} in the control plane's namespace.
   */
  public String controlName() {
    return identityOf("control", controlPlaneNamespace);
  }

  /** Whether the token with that id is no longer accepted; without a join key none is. */
  public boolean isRevoked(String tokenId) {
    return join == null || join.revoked().contains(tokenId);
  }

  /** Whether an address belongs to the mesh: a cluster network or the virtual one. */
  public boolean isInCluster(InetAddress address) {
    return virtualNetwork.contains(address)
        || clusterNetworks.stream().anyMatch(network -> network.contains(address));
  }
}
