package weft.control.registry;

import io.grpc.Status;
import io.grpc.StatusException;
import weft.control.ca.TokenMark;
import weft.control.identity.Peer;
import weft.control.mesh.ExternalGroup;
import weft.control.mesh.MeshSettings;

/**
 * Whether who is at the other end may announce instances of a group: it must have the identity that
 * peers will expect of them, and have joined by a token that names the group and is not revoked
 * (contracts, 4 to 6). Pure.
 */
record Permission(MeshSettings settings, Peer peer) {

  /**
   * Looks at what the certificate of the connection says, as the token itself is not sent again.
   *
   * @throws StatusException PERMISSION_DENIED, with what to do instead
   */
  void requireFor(ExternalGroup group) throws StatusException {
    requireIdentity(group);
    requireToken(group.meta().id().toString());
  }

  private void requireIdentity(ExternalGroup group) throws StatusException {
    var identity = group.identity();
    if (identity == null || !identity.identity().equals(peer.identity())) {
      throw denied(
          group.meta().id().toString(),
          "which are " + (identity == null ? "without identity" : identity.identity()));
    }
  }

  private void requireToken(String group) throws StatusException {
    var token = peer.token();
    if (token == null) {
      throw denied(group, "as it joined without a token; " + mend(group));
    }
    if (settings.isRevoked(token.id())) {
      throw denied(group, "as its token " + token.id() + " is revoked; " + mend(group));
    }
    if (!group.equals(token.group())) {
      throw denied(group, "as its token " + token.id() + allows(token) + "; " + mend(group));
    }
  }

  private static String allows(TokenMark token) {
    return token.group() == null ? " is for no group" : " is for ExternalGroup " + token.group();
  }

  private static String mend(String group) {
    int slash = group.indexOf('/');
    return "join with one of: weft token --group %s --namespace %s"
        .formatted(group.substring(slash + 1), group.substring(0, slash));
  }

  private StatusException denied(String group, String why) {
    return Status.PERMISSION_DENIED
        .withDescription(
            "registry: %s may not announce instances of ExternalGroup %s, %s"
                .formatted(peer.identity(), group, why))
        .asException();
  }
}
