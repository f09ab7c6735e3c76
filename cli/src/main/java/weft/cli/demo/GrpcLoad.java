package weft.cli.demo;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Calls of the greeter in turn: unary, then streaming. Retries are off, so that none is hidden. */
final class GrpcLoad implements Attempt {
  private final ManagedChannel channel;
  private boolean stream;

  GrpcLoad(ManagedChannel channel) {
    this.channel = channel;
  }

  @Override
  public void once() throws IOException {
    stream = !stream;
    var options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
    try {
      if (stream) {
        ClientCalls.blockingServerStreamingCall(channel, Texts.COUNT, options, "web")
            .forEachRemaining(_ -> {});
      } else {
        ClientCalls.blockingUnaryCall(channel, Texts.GREET, options, "web");
      }
    } catch (StatusRuntimeException e) {
      throw new IOException("grpc " + e.getStatus().getCode(), e);
    }
  }
}
