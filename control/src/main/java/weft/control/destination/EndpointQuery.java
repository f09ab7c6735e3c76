package weft.control.destination;

import io.grpc.Status;
import io.grpc.StatusException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.destination.WeightedAddr;
import weft.api.net.TcpAddress;
import weft.control.mesh.Endpoint;
import weft.control.mesh.Mesh;
import weft.control.mesh.ObjectName;
import weft.control.mesh.Service;
import weft.control.wire.ContextToken;
import weft.control.wire.Target;

/**
 * Which endpoints a stream wants: those of one port of a service, or of one of its instances.
 *
 * @param instance the name of the workload, where only one is wanted
 */
record EndpointQuery(ObjectName service, Optional<String> instance, int port, ContextToken client) {

  /**
   * Checks what can be refused before the stream starts.
   *
   * @throws StatusException for an IP, and for a service that is missing or external
   */
  static EndpointQuery of(Target target, ContextToken client, Mesh mesh) throws StatusException {
    var query =
        switch (target) {
          case Target.Address(var socket) ->
              throw DestinationService.status(
                  Status.INVALID_ARGUMENT, "path must be a name, got the address " + socket);
          case Target.OfService(var service, _, int port) ->
              new EndpointQuery(service, Optional.empty(), port, client);
          case Target.OfInstance(var instance, var service, int port) ->
              new EndpointQuery(service, Optional.of(instance), port, client);
        };
    DestinationService.require(mesh, query.service());
    return query;
  }

  boolean exists(Mesh mesh) {
    return mesh.service(service).isPresent();
  }

  /**
   * By address, which is what a client knows them by.
   *
   * @param caller who asks, as the mesh knows it
   */
  Map<TcpAddress, WeightedAddr> in(Mesh mesh, Caller caller) {
    var found = new LinkedHashMap<TcpAddress, WeightedAddr>();
    mesh.service(service).stream()
        .flatMap(present -> caller.choose(present, endpoints(present, mesh), mesh).stream())
        .map(endpoint -> EndpointMessages.ofService(endpoint, caller, mesh))
        .forEach(message -> found.putIfAbsent(message.getAddr(), message));
    return found;
  }

  private List<Endpoint> endpoints(Service present, Mesh mesh) {
    return mesh.endpointsOf(present, port).stream().filter(this::wants).toList();
  }

  private boolean wants(Endpoint endpoint) {
    return instance.isEmpty() || instance.get().equals(endpoint.workload().meta().name());
  }
}
