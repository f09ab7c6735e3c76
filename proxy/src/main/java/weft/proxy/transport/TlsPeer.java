package weft.proxy.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Id;

/**
 * Who is at the other end of a TLS connection, by a certificate that was verified.
 *
 * @param ids the certificate's DNS and URI names that are identities, in its order; may be empty
 */
public record TlsPeer(List<Id> ids) {
  public TlsPeer {
    ids = List.copyOf(ids);
  }

  /** The identity of a client: the first name. Null: a certificate that names nobody. */
  public @Nullable Id id() {
    return ids.isEmpty() ? null : ids.getFirst();
  }

  /** Whether a server is the expected one: any of its names will do. */
  public boolean is(Id expected) {
    return ids.contains(expected);
  }
}
