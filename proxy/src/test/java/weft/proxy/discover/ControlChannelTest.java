package weft.proxy.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.proxy.config.Baseline;
import weft.proxy.config.Config;
import weft.proxy.h2.BytesInFlight;
import weft.proxy.h2.FaultLog;
import weft.proxy.h2.H2Endpoint;
import weft.proxy.h2.H2Shared;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.transport.Connector;
import weft.proxy.transport.Deaf;
import weft.proxy.transport.Loop;
import weft.proxy.transport.TestSocket;

/** A control plane that vanishes is noticed, and found again soon after its return. */
class ControlChannelTest {
  private static final String SETTINGS = "000000040000000000";
  private static final String PING = "000008060000000000";

  private final TestSocket loop = new TestSocket(new Deaf());
  private final List<TestSocket> connections = new ArrayList<>();
  private final H2Endpoint endpoint;

  ControlChannelTest() throws Exception {
    endpoint =
        new H2Endpoint(
            loop.loop(),
            new Connecting(connections),
            backoff(),
            new SplittableRandom(1),
            ControlChannel.OPTIONS,
            new H2Shared(new BytesInFlight(1 << 20), FaultLog.NONE));
  }

  /** Each attempt succeeds at once. */
  private record Connecting(List<TestSocket> connections) implements Connector {
    @Override
    public String peer() {
      return "control:8443";
    }

    @Override
    public Pending connect(Loop loop, Callback callback) {
      var socket = new TestSocket(new Deaf());
      connections.add(socket);
      callback.connected(socket.connection());
      return () -> {};
    }
  }

  private static ExponentialBackoff backoff() throws Exception {
    Config config = new Baseline().parse();
    return ControlChannel.backoff(config, config.control().destination());
  }

  @BeforeEach
  void settle() {
    answers(SETTINGS);
    newest().receivedBytes();
  }

  @AfterEach
  void discard() {
    endpoint.retire();
    connections.forEach(TestSocket::discard);
    loop.discard();
  }

  private TestSocket newest() {
    return connections.getLast();
  }

  private void answers(String frame) {
    newest().sends(Unpooled.wrappedBuffer(HexFormat.of().parseHex(frame)));
  }

  private void passes(Duration time) {
    newest().passes(time);
    loop.passes(time);
  }

  @Test
  void aServerThatFallsSilentIsAskedAndThenReplaced() {
    passes(Duration.ofSeconds(10));
    assertThat(HexFormat.of().formatHex(newest().receivedBytes())).startsWith(PING);
    passes(Duration.ofMillis(2999));
    assertThat(newest().isOpen()).isTrue();
    assertThat(endpoint.readiness().isReady()).isTrue();
    passes(Duration.ofMillis(1));
    assertThat(newest().isOpen()).isFalse();
    assertThat(endpoint.readiness().isReady()).isFalse();
    assertThat(endpoint.readiness().obstacle()).isEqualTo("control:8443: its connection has ended");
    passes(Duration.ofMillis(200));
    assertThat(connections).hasSize(2);
    assertThat(endpoint.readiness().isReady()).isTrue();
  }

  @Test
  void aServerThatReadsNothingEitherIsReplacedToo() {
    TestSocket first = newest().full(true);
    passes(Duration.ofSeconds(10));
    passes(Duration.ofSeconds(3));
    assertThat(first.isOpen()).isFalse();
    assertThat(connections).hasSize(2);
  }

  @Test
  void theLongestPauseIsTenSecondsAndHalfOfItIsChance() throws Exception {
    var random = new SplittableRandom(7);
    double shortest = 10;
    double longest = 5;
    for (int i = 0; i < 1000; i++) {
      double seconds = backoff().delay(60, random).toMillis() / 1000.0;
      shortest = Math.min(shortest, seconds);
      longest = Math.max(longest, seconds);
    }
    assertThat(shortest).isBetween(5.0, 5.1);
    assertThat(longest).isBetween(9.9, 10.0);
    assertThat(backoff().delay(0, random))
        .isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
  }

  @Test
  void aShorterPauseThatIsConfiguredHolds() throws Exception {
    Config config =
        new Baseline()
            .with("OUTBOUND_CONNECT_EXP_BACKOFF_MIN", "100ms")
            .with("OUTBOUND_CONNECT_EXP_BACKOFF_MAX", "1s")
            .parse();
    var backoff = ControlChannel.backoff(config, config.control().destination());
    assertThat(backoff.max()).isEqualTo(Duration.ofSeconds(1));
  }
}
