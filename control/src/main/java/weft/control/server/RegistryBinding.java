package weft.control.server;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import weft.api.registry.Announcement;
import weft.api.registry.Lease;
import weft.control.registry.RegistryService;

/** {@code weft.registry.v1.Registry} on gRPC. */
final class RegistryBinding {
  private static final Methods METHODS = new Methods("weft.registry.v1.Registry");

  static final MethodDescriptor<Announcement, Lease> ANNOUNCE =
      METHODS.bothWays("Announce", Announcement.getDefaultInstance(), Lease.getDefaultInstance());

  private RegistryBinding() {}

  static ServerServiceDefinition of(RegistryService service) {
    return ServerServiceDefinition.builder(METHODS.service())
        .addMethod(
            ANNOUNCE,
            ServerCalls.asyncBidiStreamingCall(out -> service.announce(CallerPeer.current(), out)))
        .build();
  }
}
