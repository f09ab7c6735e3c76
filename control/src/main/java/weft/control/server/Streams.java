package weft.control.server;

import io.grpc.ServerCallHandler;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.util.function.BiConsumer;

/** Calls whose answers are a stream, with access to how fast the client reads. */
final class Streams {
  private Streams() {}

  static <Q, A> ServerCallHandler<Q, A> to(BiConsumer<Q, ServerCallStreamObserver<A>> method) {
    return ServerCalls.asyncServerStreamingCall(
        (request, out) -> method.accept(request, (ServerCallStreamObserver<A>) out));
  }
}
