package weft.control.policy;

import java.util.List;
import weft.api.inbound.Authn;
import weft.api.inbound.Authn.PermitMeshTLS;
import weft.api.inbound.Authn.PermitMeshTLS.PermitClientIdentities;
import weft.api.inbound.Authn.PermitUnauthenticated;
import weft.api.inbound.Authz;
import weft.api.inbound.IdentitySuffix;
import weft.api.inbound.Network;
import weft.control.mesh.Cidr;
import weft.control.mesh.DefaultPolicy;
import weft.control.mesh.MeshSettings;
import weft.control.wire.MetaMessages;
import weft.control.wire.NetMessages;

/** The authorization that a default policy stands for (control-plane.md 8.4). Pure. */
final class DefaultAuthorization {
  private static final List<Cidr> EVERYWHERE = List.of(Cidr.of("0.0.0.0/0"), Cidr.of("::/0"));

  private DefaultAuthorization() {}

  /** None for {@code deny}, else one. */
  static List<Authz> of(DefaultPolicy policy, MeshSettings settings) {
    return policy == DefaultPolicy.DENY ? List.of() : List.of(allow(policy, settings));
  }

  private static Authz allow(DefaultPolicy policy, MeshSettings settings) {
    var networks = policy.needsCluster() ? settings.clusterNetworks() : EVERYWHERE;
    return Authz.newBuilder()
        .setMetadata(MetaMessages.byDefault(policy.word()))
        .putLabels("group", "")
        .putLabels("kind", "default")
        .putLabels("name", policy.word())
        .addAllNetworks(networks.stream().map(DefaultAuthorization::network).toList())
        .setAuthentication(policy.needsIdentity() ? anyIdentity() : anybody())
        .build();
  }

  private static Network network(Cidr cidr) {
    return Network.newBuilder().setNet(NetMessages.network(cidr)).build();
  }

  private static Authn anybody() {
    return Authn.newBuilder()
        .setUnauthenticated(PermitUnauthenticated.getDefaultInstance())
        .build();
  }

  /** A suffix without parts is that of every identity. */
  private static Authn anyIdentity() {
    return Authn.newBuilder()
        .setMeshTLS(
            PermitMeshTLS.newBuilder()
                .setIdentities(
                    PermitClientIdentities.newBuilder()
                        .addSuffixes(IdentitySuffix.getDefaultInstance())))
        .build();
  }
}
