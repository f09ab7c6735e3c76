package weft.control.destination;

import java.net.InetSocketAddress;
import weft.api.destination.DestinationProfile;
import weft.api.destination.WeightedAddr;
import weft.control.mesh.Endpoint;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshSettings;

/** Profiles of addresses that are one endpoint (control-plane.md 4.6). Pure. */
final class EndpointProfiles {
  private EndpointProfiles() {}

  static DestinationProfile of(Endpoint endpoint, Mesh mesh) {
    return profile(
        EndpointMessages.alone(endpoint, mesh), EndpointMessages.isOpaque(endpoint, mesh));
  }

  /** For an address of nothing known only the default list says what is opaque. */
  static DestinationProfile unknown(InetSocketAddress address, MeshSettings settings) {
    boolean opaque = settings.defaultOpaquePorts().contains(address.getPort());
    return profile(EndpointMessages.bare(address), opaque);
  }

  private static DestinationProfile profile(WeightedAddr endpoint, boolean opaque) {
    return DestinationProfile.newBuilder()
        .setEndpoint(endpoint)
        .setRetryBudget(RetryBudgets.standard())
        .setOpaqueProtocol(opaque)
        .build();
  }
}
