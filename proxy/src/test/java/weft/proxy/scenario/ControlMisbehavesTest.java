package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.testkit.mesh.Call;
import weft.testkit.mesh.Say;

/** A control plane that does what it should not is survived, and not asked without end. */
final class ControlMisbehavesTest {
  private static final String WEB = TestMesh.WEB;

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  /** Says it, and breaks the stream a tenth of a second later. */
  private static <Q> Consumer<Call<Q>> flapping(MessageLite message) {
    return call -> {
      call.send(message);
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
          .execute(() -> call.fail(Status.Code.UNAVAILABLE, "flapping"));
    };
  }

  @Test
  void streamsThatFlapServeAndAreOpenedLessAndLessOften() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.control.profiles().whenCalled(flapping(Say.profile(WEB)));
    mesh.control.outbound().whenCalled(flapping(Say.balanced(WEB + ":80")));
    mesh.control.endpoints().whenCalled(flapping(Say.add(Say.endpoint(app.address()))));
    var proxy = mesh.start(mesh.environment());
    Await.until(
        () -> {
          assertThat(proxy.asks(WEB).status()).isEqualTo(200);
          return mesh.control.outbound().calls().size() >= 5;
        },
        () -> "the watch is not opened again");
    assertThat(mesh.control.outbound().calls()).hasSizeLessThan(8);
  }

  @Test
  void aMessageAboveTheLimitEndsItsStreamAndNothingElse() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    var proxy = mesh.start(mesh.environment());
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    var watch = mesh.control.endpoints().next();
    watch.send(new byte[10 << 20]);
    watch.awaitGivenUp();
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    mesh.control.endpoints().next();
    assertThat(proxy.asks(WEB).status()).isEqualTo(200);
    proxy.awaitMetric(0, "weft_buffered_bytes");
  }

  @Test
  void aStreamThatNeverAnswersFailsRequestsInTime() {
    mesh.knowsWeb();
    mesh.control.endpoints().whenCalled(call -> {});
    var environment = mesh.environment().with("OUTBOUND_HTTP_FAILFAST_TIMEOUT", "300ms");
    var response = mesh.start(environment).asks(WEB);
    assertThat(response.status()).isEqualTo(504);
    assertThat(response.header("l5d-proxy-error").orElseThrow()).contains("it has no endpoints");
  }
}
