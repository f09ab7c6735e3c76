package weft.control.destination;

import java.util.Optional;
import weft.api.destination.DestinationProfile;
import weft.api.destination.RetryBudget;
import weft.api.destination.Route;
import weft.api.destination.WeightedDst;
import weft.api.meta.Metadata;
import weft.api.meta.Resource;
import weft.control.mesh.Annotations;
import weft.control.mesh.Mesh;
import weft.control.mesh.Service;
import weft.control.mesh.ServiceProfile;
import weft.control.mesh.ServiceProfile.ProfileRoute;
import weft.control.mesh.ServiceProfile.Split;
import weft.control.wire.MetaMessages;
import weft.control.wire.Spans;

/**
 * Profiles of a service as a client has them (control-plane.md 4.3 to 4.5). Pure.
 *
 * @param client the client's namespace, whose own profile of the service comes first
 */
record ServiceProfiles(Mesh mesh, Service service, Optional<String> client) {
  private static final String GROUP = "linkerd.io";

  /**
   * The profile of one port; an empty message for one that the service does not list.
   *
   * @param name the full name that the client gets
   */
  DestinationProfile of(String name, int port) {
    if (service.port(port).isEmpty()) {
      return DestinationProfile.getDefaultInstance();
    }
    var settings = mesh.settings();
    var resource = mesh.profile(service, service.fullName(settings.clusterDomain()), client);
    var message =
        DestinationProfile.newBuilder()
            .setFullyQualifiedName(name)
            .setParentRef(MetaMessages.service(service, port))
            .setProfileRef(ref(resource))
            .setRetryBudget(
                resource.flatMap(ServiceProfiles::budget).orElse(RetryBudgets.standard()))
            .setOpaqueProtocol(Annotations.opaquePorts(service, settings).contains(port));
    resource.ifPresent(profile -> fill(message, profile, port));
    return message.build();
  }

  private static void fill(DestinationProfile.Builder message, ServiceProfile profile, int port) {
    profile.routes().forEach(route -> message.addRoutes(route(route)));
    profile.splits().forEach(split -> message.addDstOverrides(split(split, port)));
  }

  private static Route route(ProfileRoute route) {
    var message =
        Route.newBuilder()
            .putMetricsLabels("route", route.name())
            .setCondition(route.condition())
            .addAllResponseClasses(route.classes())
            .setIsRetryable(route.retryable());
    Optional.ofNullable(route.timeout()).map(Spans::of).ifPresent(message::setTimeout);
    return message.build();
  }

  private static WeightedDst split(Split split, int port) {
    var authority = split.authority();
    return WeightedDst.newBuilder()
        .setAuthority(authority.indexOf(':') < 0 ? authority + ":" + port : authority)
        .setWeight(split.weight())
        .build();
  }

  private static Optional<RetryBudget> budget(ServiceProfile profile) {
    return Optional.ofNullable(profile.budget())
        .map(
            budget ->
                RetryBudget.newBuilder()
                    .setRetryRatio(budget.ratio())
                    .setMinRetriesPerSecond(budget.perSecond())
                    .setTtl(Spans.of(budget.ttl()))
                    .build());
  }

  /** Of the standard profile, with empty names. */
  private static Metadata ref(Optional<ServiceProfile> resource) {
    var ref = Resource.newBuilder().setGroup(GROUP);
    resource.ifPresent(
        profile ->
            ref.setKind(profile.kind().word())
                .setNamespace(profile.meta().namespace())
                .setName(profile.meta().name()));
    return Metadata.newBuilder().setResource(ref).build();
  }
}
