package weft.proxy.discover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.balance.Endpoint;
import weft.proxy.balance.Update;
import weft.proxy.grpc.Status;
import weft.proxy.transport.Deaf;
import weft.proxy.transport.TestSocket;

class SharingTest {
  private static final ByteString API = ByteString.copyFrom("api", UTF_8);

  private final TestSocket control = new TestSocket(new Deaf());
  private final TestSocket loop = new TestSocket(new Deaf());
  private final TestSocket other = new TestSocket(new Deaf());
  private final Map<ByteString, Watch.Sink<String>> open = new HashMap<>();
  private final List<String> opened = new ArrayList<>();
  private boolean away = true;
  private final Sharing<String> sharing =
      new Sharing<>(
          control.loop(),
          1,
          () -> away,
          this::open,
          (whole, next) -> (whole == null ? "" : whole) + next);

  private Subscription open(ByteString request, Watch.Sink<String> sink) {
    opened.add(request.toStringUtf8());
    open.put(request, sink);
    return () -> open.remove(request);
  }

  @AfterEach
  void discard() {
    control.discard();
    loop.discard();
    other.discard();
  }

  private void run() {
    control.runs();
    loop.runs();
    other.runs();
  }

  private void says(String value) {
    Objects.requireNonNull(open.get(API)).value(value);
    run();
  }

  private Subscription asks(TestSocket on, List<String> told) {
    Subscription subscription = sharing.subscribe(API, on.loop(), new Told(told));
    run();
    return subscription;
  }

  @Test
  void oneWatchServesAllLoopsAndEndsWithTheLast() {
    var first = new ArrayList<String>();
    var second = new ArrayList<String>();
    Subscription one = asks(loop, first);
    says("a");
    Subscription two = asks(other, second);
    says("b");
    assertThat(opened).containsExactly("api");
    assertThat(first).containsExactly("a", "b");
    assertThat(second).containsExactly("a", "b");
    one.cancel();
    run();
    says("c");
    assertThat(first).containsExactly("a", "b");
    assertThat(second).containsExactly("a", "b", "c");
    two.cancel();
    two.cancel();
    run();
    assertThat(open).isEmpty();
  }

  @Test
  void whoComesLateIsToldWhatHasComeAsOneValue() {
    Subscription one = asks(loop, new ArrayList<>());
    says("a");
    says("b");
    var late = new ArrayList<String>();
    Subscription two = asks(other, late);
    assertThat(late).containsExactly("ab");
    one.cancel();
    two.cancel();
    run();
  }

  @Test
  void nothingIsToldAfterACancelThatCameFirst() {
    var told = new ArrayList<String>();
    Subscription subscription = asks(loop, told);
    Objects.requireNonNull(open.get(API)).value("on its way");
    subscription.cancel();
    run();
    assertThat(told).isEmpty();
  }

  @Test
  void afterARejectionTheNextOneAsksAnew() {
    var told = new ArrayList<String>();
    Subscription old = asks(loop, told);
    Objects.requireNonNull(open.get(API)).rejected(new Status(Status.NOT_FOUND, "none"));
    run();
    assertThat(told).hasSize(1);
    Subscription next = asks(other, new ArrayList<>());
    old.cancel();
    run();
    assertThat(opened).containsExactly("api", "api");
    assertThat(open).isNotEmpty();
    next.cancel();
    run();
  }

  /** What was said to a subscriber that has gone since. */
  private void knows(String value) {
    Subscription before = asks(loop, new ArrayList<>());
    says(value);
    before.cancel();
    run();
  }

  private Watch.Sink<String> watch() {
    return Objects.requireNonNull(open.get(API));
  }

  private void waits(Duration time) {
    control.passes(time);
    run();
  }

  @Test
  void whatWasSaidBeforeIsRecalledWhenTheNewWatchIsSilent() {
    knows("a");
    var told = new ArrayList<String>();
    Subscription next = asks(loop, told);
    waits(Sharing.PATIENCE.minusMillis(1));
    assertThat(told).isEmpty();
    waits(Duration.ofMillis(1));
    assertThat(told).containsExactly("a");
    var late = new ArrayList<String>();
    Subscription other = asks(this.other, late);
    assertThat(late).containsExactly("a");
    next.cancel();
    other.cancel();
    run();
  }

  @Test
  void whatWasSaidBeforeIsRecalledAtOnceWhenTheNewWatchFails() {
    knows("a");
    var told = new ArrayList<String>();
    Subscription next = asks(loop, told);
    watch().failed(new Status(Status.UNAVAILABLE, "away"));
    run();
    assertThat(told).containsExactly("a");
    waits(Sharing.PATIENCE);
    assertThat(told).containsExactly("a");
    next.cancel();
    run();
  }

  @Test
  void aSilenceThatMayMeanNothingIsNotFilled() {
    knows("a");
    away = false;
    var told = new ArrayList<String>();
    Subscription next = asks(loop, told);
    waits(Sharing.PATIENCE);
    assertThat(told).isEmpty();
    watch().failed(new Status(Status.UNAVAILABLE, "away"));
    run();
    assertThat(told).containsExactly("a");
    next.cancel();
    run();
  }

  @Test
  void anAnswerInTimeIsAllThatIsTold() {
    knows("a");
    var told = new ArrayList<String>();
    Subscription next = asks(loop, told);
    says("b");
    waits(Sharing.PATIENCE);
    assertThat(told).containsExactly("b");
    next.cancel();
    run();
  }

  @Test
  void whatNobodyAnsweredMeanwhileIsStillKept() {
    knows("a");
    Subscription impatient = asks(loop, new ArrayList<>());
    impatient.cancel();
    run();
    var told = new ArrayList<String>();
    Subscription next = asks(loop, told);
    waits(Sharing.PATIENCE);
    assertThat(told).containsExactly("a");
    next.cancel();
    run();
  }

  @Test
  void whatIsNotFoundAnyMoreIsForgotten() {
    knows("a");
    var told = new ArrayList<String>();
    Subscription next = asks(loop, told);
    watch().failed(new Status(Status.NOT_FOUND, "deleted"));
    waits(Sharing.PATIENCE);
    next.cancel();
    run();
    next = asks(loop, told);
    waits(Sharing.PATIENCE);
    assertThat(told).isEmpty();
    next.cancel();
    run();
  }

  @Test
  void whatIsRefusedIsForgotten() {
    knows("a");
    Subscription next = asks(loop, new ArrayList<>());
    watch().rejected(new Status(Status.INVALID_ARGUMENT, "no"));
    run();
    next.cancel();
    var told = new ArrayList<String>();
    next = asks(loop, told);
    waits(Sharing.PATIENCE);
    assertThat(told).isEmpty();
    next.cancel();
    run();
  }

  @Test
  void noMoreIsKeptThanTheLimitSays() {
    knows("a");
    Subscription other =
        sharing.subscribe(ByteString.copyFromUtf8("web"), loop.loop(), new Told(new ArrayList<>()));
    run();
    Objects.requireNonNull(open.get(ByteString.copyFromUtf8("web"))).value("w");
    other.cancel();
    run();
    var told = new ArrayList<String>();
    Subscription next = asks(loop, told);
    waits(Sharing.PATIENCE);
    assertThat(told).isEmpty();
    next.cancel();
    run();
  }

  @Test
  void updatesOfEndpointsMergeIntoTheWholeSet() {
    Endpoint a = endpoint(1);
    Endpoint b = endpoint(2);
    Endpoint c = endpoint(3);
    Update whole = Endpoints.merge(null, new Update.Reset(List.of(a, b)));
    whole = Endpoints.merge(whole, new Update.Add(List.of(c)));
    whole = Endpoints.merge(whole, new Update.Remove(List.of(a.address())));
    assertThat(whole).isEqualTo(new Update.Reset(List.of(b, c)));
    whole = Endpoints.merge(whole, new Update.Reset(List.of(a)));
    assertThat(whole).isEqualTo(new Update.Reset(List.of(a)));
  }

  private static Endpoint endpoint(int port) {
    return Endpoint.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private record Told(List<String> told) implements Discovery.Listener<String> {
    @Override
    public void value(String value) {
      told.add(value);
    }

    @Override
    public void rejected(Status status) {
      told.add(status.toString());
    }
  }
}
