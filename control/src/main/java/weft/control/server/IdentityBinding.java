package weft.control.server;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import weft.api.identity.CertifyRequest;
import weft.api.identity.CertifyResponse;
import weft.control.identity.Certifier;

/** {@code io.linkerd.proxy.identity.Identity} on gRPC, by the certifier in force. */
record IdentityBinding(Supplier<Certifier> certifier) {
  private static final Methods METHODS = new Methods("io.linkerd.proxy.identity.Identity");

  static final MethodDescriptor<CertifyRequest, CertifyResponse> CERTIFY =
      METHODS.unary(
          "Certify", CertifyRequest.getDefaultInstance(), CertifyResponse.getDefaultInstance());

  ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(METHODS.service())
        .addMethod(CERTIFY, ServerCalls.asyncUnaryCall(this::certify))
        .build();
  }

  private void certify(CertifyRequest request, StreamObserver<CertifyResponse> out) {
    try {
      out.onNext(certifier.get().certify(request, CallerPeer.current()));
      out.onCompleted();
    } catch (StatusException e) {
      out.onError(e);
    }
  }
}
