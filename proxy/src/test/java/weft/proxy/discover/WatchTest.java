package weft.proxy.discover;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.proxy.config.ControlConfig.StreamLimits;
import weft.proxy.grpc.GrpcClient;
import weft.proxy.grpc.Status;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.Reset;
import weft.proxy.http.TestService;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.transport.Deaf;
import weft.proxy.transport.TestSocket;

/** When a stream that ended is opened again. */
class WatchTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TENTH = Duration.ofMillis(100);

  private final TestSocket control = new TestSocket(new Deaf());
  private final TestService service = new TestService();
  private final List<String> told = new ArrayList<>();
  private Subscription watch = Subscription.NONE;

  @BeforeEach
  void start() {
    start(StreamLimits.NONE);
  }

  private void start(StreamLimits limits) {
    var loop = control.loop();
    var client = new GrpcClient(service, "control:8443");
    var source =
        new Watch.Source(
            client,
            new Outage(client.readiness(), loop),
            limits,
            loop,
            loop::execute,
            ExponentialBackoff.spread(TENTH, SECOND.multipliedBy(10)),
            new SplittableRandom(1),
            "/a.B/C",
            ByteString.EMPTY);
    watch = Watch.start(source, bytes -> new String(bytes, StandardCharsets.UTF_8), new Told(told));
    control.runs();
  }

  @AfterEach
  void stop() {
    watch.cancel();
    control.runs();
    control.discard();
  }

  private record Told(List<String> told) implements Watch.Sink<String> {
    @Override
    public void value(String value) {
      told.add(value);
    }

    @Override
    public void failed(Status status) {
      told.add(status.toString());
    }

    @Override
    public void rejected(Status status) {
      told.add("rejected: " + status);
    }
  }

  private int streams() {
    return service.opened.size();
  }

  private void says(String message) {
    var caller = service.last().caller;
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    service.last().answers(200, false);
    caller.responseData(
        Unpooled.buffer().writeByte(0).writeInt(bytes.length).writeBytes(bytes), false);
    control.runs();
  }

  private void breaks() {
    service.last().caller.fail(new Reset.Io("broke"));
    control.runs();
  }

  private void endsWith(int status) {
    service.last().answers(200, true, Header.of(HeaderName.GRPC_STATUS, Integer.toString(status)));
    control.runs();
  }

  /** Says something, and breaks a tenth of a second later, until so much time has passed. */
  private void flaps(Duration time) {
    int before = streams() - 1;
    for (var now = Duration.ZERO; now.compareTo(time) < 0; now = now.plus(TENTH)) {
      boolean isNew = streams() > before;
      before = streams();
      if (isNew) {
        says("again");
      }
      control.passes(TENTH);
      if (isNew) {
        breaks();
      }
    }
  }

  @Test
  void aStreamThatHadWorkedIsOpenedAgainAtOnce() {
    says("a");
    control.passes(SECOND);
    breaks();
    assertThat(told).containsExactly("a", "UNAVAILABLE: broke");
    assertThat(streams()).isEqualTo(2);
  }

  @Test
  void aStreamThatEndsInOrderIsOpenedAgainAfterTheFirstPause() {
    says("a");
    control.passes(SECOND);
    service.last().caller.responseTrailers(Headers.of(Header.of(HeaderName.GRPC_STATUS, "0")));
    control.runs();
    assertThat(streams()).isEqualTo(1);
    control.passes(TENTH.multipliedBy(2));
    assertThat(streams()).isEqualTo(2);
  }

  @Test
  void streamsThatFlapAreOpenedLessAndLessOften() {
    flaps(Duration.ofSeconds(60));
    assertThat(streams()).isBetween(8, 20);
    assertThat(told).contains("again");
  }

  @Test
  void aStreamThatLastsEndsTheFlapping() {
    flaps(Duration.ofSeconds(20));
    int flapped = streams();
    control.passes(Duration.ofSeconds(10));
    assertThat(streams()).isBetween(flapped, flapped + 1);
    says("at last");
    control.passes(SECOND);
    int lasting = streams();
    breaks();
    assertThat(streams()).isEqualTo(lasting + 1);
  }

  @Test
  void whatIsSaidBeforeTheEndIsToldBeforeIt() {
    service.last().answers(200, false);
    service.last().caller.responseData(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 0, 0}), false);
    service.last().caller.fail(new Reset.Io("broke"));
    control.runs();
    assertThat(told).containsExactly("", "UNAVAILABLE: broke");
  }

  @Test
  void aRequestThatIsRefusedIsNotRepeated() {
    endsWith(Status.INVALID_ARGUMENT);
    control.passes(Duration.ofMinutes(1));
    assertThat(told).containsExactly("rejected: INVALID_ARGUMENT");
    assertThat(streams()).isEqualTo(1);
  }

  @Test
  void theReturnOfTheChannelIsNotWaitedFor() {
    for (int i = 0; i < 8; i++) {
      breaks();
      control.passes(Duration.ofSeconds(10));
    }
    int tries = streams();
    service.ready.set(false);
    breaks();
    control.passes(TENTH);
    assertThat(streams()).isEqualTo(tries);
    service.ready.set(true);
    control.runs();
    assertThat(streams()).isEqualTo(tries + 1);
    control.passes(Duration.ofSeconds(20));
    assertThat(streams()).as("the pause is over, too").isEqualTo(tries + 1);
  }

  @Test
  void whoHasGoneDoesNotComeBack() {
    service.ready.set(false);
    breaks();
    watch.cancel();
    control.runs();
    service.ready.set(true);
    control.passes(Duration.ofSeconds(20));
    assertThat(streams()).isEqualTo(1);
  }

  private void startLimited() {
    watch.cancel();
    control.runs();
    service.opened.clear();
    start(new StreamLimits(SECOND.multipliedBy(3), Duration.ofMinutes(5), Duration.ofHours(1)));
  }

  @Test
  void aStreamThatSaysNothingAtFirstHasFailed() {
    startLimited();
    var silent = service.last();
    control.passes(SECOND.multipliedBy(3));
    assertThat(told).containsExactly("DEADLINE_EXCEEDED: no message within 3000ms of its start");
    assertThat(silent.told).contains("cancel no more wanted");
    control.passes(TENTH.multipliedBy(2));
    assertThat(streams()).isEqualTo(2);
  }

  @Test
  void aStreamThatFallsSilentIsReplaced() {
    startLimited();
    says("a");
    control.passes(Duration.ofMinutes(4));
    says("b");
    control.passes(Duration.ofMinutes(4));
    assertThat(told).containsExactly("a", "b");
    control.passes(Duration.ofMinutes(1));
    control.passes(TENTH.multipliedBy(2));
    assertThat(told).containsExactly("a", "b", "OK");
    assertThat(streams()).isEqualTo(2);
  }

  @Test
  void aStreamThatIsOldIsReplaced() {
    startLimited();
    for (int i = 0; i < 15; i++) {
      says("a");
      control.passes(Duration.ofMinutes(4));
    }
    control.passes(TENTH.multipliedBy(2));
    assertThat(streams()).isEqualTo(2);
  }
}
