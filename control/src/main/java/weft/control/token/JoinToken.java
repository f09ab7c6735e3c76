package weft.control.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a join token claims: its bearer is this workload, and may announce instances of that group.
 *
 * @param group an ExternalGroup in the workload's namespace; null: none
 * @param issuedAt whole seconds
 * @param expiresAt whole seconds; from then on the token is refused
 * @param id unique; the mesh file revokes tokens by it
 */
public record JoinToken(
    Workload workload,
    @Nullable String group,
    String audience,
    Instant issuedAt,
    Instant expiresAt,
    String id) {
  /** Who tokens are meant for: the name that Linkerd's identity service asks reviews for. */
  public static final String AUDIENCE = "identity.l5d.io";

  /** {@code NAMESPACE/NAME} of the group; null: none. */
  public @Nullable String groupName() {
    return group == null ? null : workload.namespace() + "/" + group;
  }
}
