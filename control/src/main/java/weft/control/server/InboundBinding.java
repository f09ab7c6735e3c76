package weft.control.server;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import weft.api.inbound.PortSpec;
import weft.api.inbound.Server;
import weft.control.policy.InboundService;

/** {@code io.linkerd.proxy.inbound.InboundServerPolicies} on gRPC. */
final class InboundBinding {
  private static final Methods METHODS =
      new Methods("io.linkerd.proxy.inbound.InboundServerPolicies");

  static final MethodDescriptor<PortSpec, Server> GET_PORT =
      METHODS.unary("GetPort", PortSpec.getDefaultInstance(), Server.getDefaultInstance());

  static final MethodDescriptor<PortSpec, Server> WATCH_PORT =
      METHODS.serverStreaming(
          "WatchPort", PortSpec.getDefaultInstance(), Server.getDefaultInstance());

  private InboundBinding() {}

  static ServerServiceDefinition of(InboundService service) {
    return ServerServiceDefinition.builder(METHODS.service())
        .addMethod(GET_PORT, ServerCalls.asyncUnaryCall(service::getPort))
        .addMethod(WATCH_PORT, Streams.to(service::watchPort))
        .build();
  }
}
