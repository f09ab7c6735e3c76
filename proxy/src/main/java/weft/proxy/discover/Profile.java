package weft.proxy.discover;

import org.jspecify.annotations.Nullable;
import weft.api.destination.DestinationProfile;
import weft.proxy.balance.Endpoint;

/**
 * What the control plane says about a name or address as a whole. Source: docs/spec/outbound.md
 * 4.4.
 *
 * @param name the fully qualified name; empty if there is no service behind it
 * @param opaque its bytes are not to be looked at
 * @param endpoint the one endpoint that an address belongs to
 */
public record Profile(String name, boolean opaque, @Nullable Endpoint endpoint) {
  /** Where the control plane says nothing. */
  public static final Profile NONE = new Profile("", false, null);

  static Profile of(DestinationProfile message) {
    Endpoint endpoint =
        message.hasEndpoint() ? Endpoints.read(message.getEndpoint(), java.util.Map.of()) : null;
    return new Profile(message.getFullyQualifiedName(), message.getOpaqueProtocol(), endpoint);
  }
}
