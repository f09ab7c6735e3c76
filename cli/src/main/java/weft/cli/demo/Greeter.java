package weft.cli.demo;

import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;

/** {@code greeter}: gRPC, a unary method and one that streams. {@code Greeter HOST:PORT NAME}. */
public final class Greeter {
  private static final int STREAMED = 5;

  private final String name;

  private Greeter(String name) {
    this.name = name;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var greeter = new Greeter(arguments[1]);
    var service =
        ServerServiceDefinition.builder(Texts.service())
            .addMethod(Texts.GREET, ServerCalls.asyncUnaryCall(greeter::greet))
            .addMethod(Texts.COUNT, ServerCalls.asyncServerStreamingCall(greeter::count))
            .build();
    NettyServerBuilder.forAddress(Listening.on(arguments[0]))
        .addService(service)
        .build()
        .start()
        .awaitTermination();
  }

  private void greet(String who, StreamObserver<String> answer) {
    answer.onNext("hello " + who + ", from " + name);
    answer.onCompleted();
  }

  private void count(String who, StreamObserver<String> answer) {
    for (int i = 1; i <= STREAMED; i++) {
      answer.onNext(i + " for " + who);
    }
    answer.onCompleted();
  }
}
