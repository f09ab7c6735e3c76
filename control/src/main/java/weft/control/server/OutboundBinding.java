package weft.control.server;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.TrafficSpec;
import weft.control.policy.OutboundService;

/** {@code io.linkerd.proxy.outbound.OutboundPolicies} on gRPC. */
final class OutboundBinding {
  private static final Methods METHODS = new Methods("io.linkerd.proxy.outbound.OutboundPolicies");

  static final MethodDescriptor<TrafficSpec, OutboundPolicy> GET =
      METHODS.unary("Get", TrafficSpec.getDefaultInstance(), OutboundPolicy.getDefaultInstance());

  static final MethodDescriptor<TrafficSpec, OutboundPolicy> WATCH =
      METHODS.serverStreaming(
          "Watch", TrafficSpec.getDefaultInstance(), OutboundPolicy.getDefaultInstance());

  private OutboundBinding() {}

  static ServerServiceDefinition of(OutboundService service) {
    return ServerServiceDefinition.builder(METHODS.service())
        .addMethod(GET, ServerCalls.asyncUnaryCall(service::get))
        .addMethod(WATCH, Streams.to(service::watch))
        .build();
  }
}
