package weft.control.destination;

import weft.api.destination.DestinationProfile;
import weft.api.meta.Metadata;
import weft.api.meta.Resource;
import weft.control.mesh.Annotations;
import weft.control.mesh.Mesh;
import weft.control.mesh.Service;
import weft.control.wire.MetaMessages;

/**
 * Profiles of services (control-plane.md 4.3). Routes and splits of ServiceProfile resources plug
 * in here; without one the profile is the default.
 */
final class ServiceProfiles {
  private ServiceProfiles() {}

  /**
   * The profile of one port.
   *
   * @param name the full name that the client gets
   */
  static DestinationProfile of(Mesh mesh, Service service, String name, int port) {
    return service
        .port(port)
        .map(
            _ ->
                DestinationProfile.newBuilder()
                    .setFullyQualifiedName(name)
                    .setParentRef(MetaMessages.service(service, port))
                    .setProfileRef(noProfile())
                    .setRetryBudget(RetryBudgets.standard())
                    .setOpaqueProtocol(
                        Annotations.opaquePorts(service, mesh.settings()).contains(port))
                    .build())
        .orElse(DestinationProfile.getDefaultInstance());
  }

  private static Metadata noProfile() {
    return Metadata.newBuilder().setResource(Resource.newBuilder().setGroup("linkerd.io")).build();
  }
}
