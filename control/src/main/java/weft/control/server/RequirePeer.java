package weft.control.server;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Refuses calls of clients that showed no certificate: for all but Certify on the TLS port. Stands
 * behind {@link CallerPeer}.
 */
final class RequirePeer implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (CallerPeer.current() != null) {
      return next.startCall(call, headers);
    }
    var method = call.getMethodDescriptor().getFullMethodName();
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            method + " needs a client certificate of the mesh; Certify gives one"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
