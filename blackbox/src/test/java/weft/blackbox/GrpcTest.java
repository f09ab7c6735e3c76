package weft.blackbox;

import static io.grpc.stub.ClientCalls.asyncBidiStreamingCall;
import static io.grpc.stub.ClientCalls.blockingServerStreamingCall;
import static io.grpc.stub.ClientCalls.blockingUnaryCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** grpc-java at both ends of two proxies. */
@ExtendWith(Pair.Shared.class)
class GrpcTest {
  private static final int SECONDS = 20;

  private static Server server;
  private static ManagedChannel channel;

  @BeforeAll
  static void start(Pair pair) throws IOException {
    server = serve(pair.app(Pair.GREETER));
    channel = dial(new InetSocketAddress(pair.mesh().ip("web"), Pair.GREETER));
    assertThat(call("first")).isEqualTo("FIRST");
  }

  private static Server serve(InetSocketAddress address) throws IOException {
    return NettyServerBuilder.forAddress(address).addService(Words.service()).build().start();
  }

  private static ManagedChannel dial(InetSocketAddress address) {
    return NettyChannelBuilder.forAddress(address).usePlaintext().build();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    channel.shutdownNow().awaitTermination(SECONDS, TimeUnit.SECONDS);
    server.shutdownNow().awaitTermination(SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aCallIsAnswered() {
    assertThat(call("hello")).isEqualTo("HELLO");
  }

  @Test
  void anErrorComesWithItsStatusAndDescription() {
    assertThatThrownBy(() -> call("fail"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            error -> {
              assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
              assertThat(error.getStatus().getDescription()).isEqualTo("no more words: é");
            });
  }

  @Test
  void aStreamOfAnswersArrivesWhole() {
    var words =
        blockingServerStreamingCall(channel, Words.SPELL, CallOptions.DEFAULT, "x".repeat(5_000));
    assertThat(words).toIterable().hasSize(5_000).containsOnly("X");
  }

  @Test
  void bothSidesSpeakInTurnOnOneStream() throws InterruptedException {
    var heard = new Heard();
    var said = asyncBidiStreamingCall(channel.newCall(Words.TALK, CallOptions.DEFAULT), heard);
    for (var word : new String[] {"one", "two", "three"}) {
      said.onNext(word);
      assertThat(heard.next()).isEqualTo(word.toUpperCase(java.util.Locale.ROOT));
    }
    said.onCompleted();
    assertThat(heard.next()).isEqualTo("[completed]");
  }

  private static String call(String word) {
    return blockingUnaryCall(
        channel,
        Words.SHOUT,
        CallOptions.DEFAULT.withDeadlineAfter(SECONDS, TimeUnit.SECONDS),
        word);
  }

  /** What came, in order; the end as a word of its own. */
  private static final class Heard implements StreamObserver<String> {
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

    @Override
    public void onNext(String word) {
      words.add(word);
    }

    @Override
    public void onError(Throwable error) {
      words.add("[" + error + "]");
    }

    @Override
    public void onCompleted() {
      words.add("[completed]");
    }

    String next() throws InterruptedException {
      return String.valueOf(words.poll(SECONDS, TimeUnit.SECONDS));
    }
  }
}
