package weft.control.server;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import weft.api.destination.DestinationProfile;
import weft.api.destination.GetDestination;
import weft.api.destination.Update;
import weft.control.destination.DestinationService;

/** {@code io.linkerd.proxy.destination.Destination} on gRPC. */
final class DestinationBinding {
  private static final Methods METHODS = new Methods("io.linkerd.proxy.destination.Destination");

  static final MethodDescriptor<GetDestination, Update> GET =
      METHODS.serverStreaming(
          "Get", GetDestination.getDefaultInstance(), Update.getDefaultInstance());

  static final MethodDescriptor<GetDestination, DestinationProfile> GET_PROFILE =
      METHODS.serverStreaming(
          "GetProfile",
          GetDestination.getDefaultInstance(),
          DestinationProfile.getDefaultInstance());

  private DestinationBinding() {}

  static ServerServiceDefinition of(DestinationService service) {
    return ServerServiceDefinition.builder(METHODS.service())
        .addMethod(GET, Streams.to(service::get))
        .addMethod(GET_PROFILE, Streams.to(service::getProfile))
        .build();
  }
}
