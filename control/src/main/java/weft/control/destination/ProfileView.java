package weft.control.destination;

import io.grpc.Status;
import io.grpc.StatusException;
import java.net.InetSocketAddress;
import java.util.Optional;
import weft.api.destination.DestinationProfile;
import weft.control.mesh.Endpoint;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.Mesh;
import weft.control.mesh.Service;
import weft.control.wire.ContextToken;
import weft.control.wire.Target;
import weft.control.wire.ValueWatch;

/** The profile of a target: which of the three kinds it has, decided anew for each mesh. */
record ProfileView(Target target, ContextToken client)
    implements ValueWatch.View<DestinationProfile> {

  @Override
  public Optional<DestinationProfile> of(Mesh mesh) throws StatusException {
    return Optional.of(
        switch (target) {
          case Target.Address(var socket) -> atAddress(mesh, socket);
          case Target.OfService(var name, var host, int port) ->
              serviceProfile(mesh, DestinationService.require(mesh, name), host, port);
          case Target.OfInstance instance -> ofInstance(mesh, instance);
        });
  }

  private DestinationProfile serviceProfile(Mesh mesh, Service service, String host, int port) {
    return new ServiceProfiles(mesh, service, client.namespace()).of(host, port);
  }

  private DestinationProfile atAddress(Mesh mesh, InetSocketAddress socket) throws StatusException {
    var services = mesh.servicesAt(socket.getAddress());
    if (services.size() > 1) {
      throw ambiguous(
          socket, "Service " + services.get(0).meta().id(), services.get(1).meta().id());
    }
    if (services.size() == 1) {
      var service = services.getFirst();
      var name = service.fullName(mesh.settings().clusterDomain());
      return serviceProfile(mesh, service, name, socket.getPort());
    }
    return workloadAt(mesh, socket)
        .map(workload -> new Endpoint(workload, socket.getAddress(), socket.getPort()))
        .map(endpoint -> EndpointProfiles.of(endpoint, mesh))
        .orElseGet(() -> EndpointProfiles.unknown(socket, mesh.settings()));
  }

  private static Optional<ExternalWorkload> workloadAt(Mesh mesh, InetSocketAddress socket)
      throws StatusException {
    var workloads = mesh.workloadsAt(socket);
    if (workloads.size() > 1) {
      throw ambiguous(
          socket, "ExternalWorkload " + workloads.get(0).meta().id(), workloads.get(1).meta().id());
    }
    return workloads.stream().findFirst();
  }

  private static DestinationProfile ofInstance(Mesh mesh, Target.OfInstance target)
      throws StatusException {
    var service = DestinationService.require(mesh, target.service());
    return mesh.instancesOf(service).stream()
        .filter(workload -> workload.meta().name().equals(target.instance()))
        .flatMap(
            workload ->
                workload.preferredIps().stream()
                    .map(ip -> new Endpoint(workload, ip, target.port())))
        .map(endpoint -> EndpointProfiles.of(endpoint, mesh))
        .findFirst()
        .orElseThrow(
            () ->
                DestinationService.status(
                    Status.NOT_FOUND,
                    "Service " + target.service() + " has no instance " + target.instance()));
  }

  private static StatusException ambiguous(InetSocketAddress socket, String one, Object other) {
    return DestinationService.status(
        Status.FAILED_PRECONDITION, socket + " belongs to " + one + " and to " + other);
  }
}
