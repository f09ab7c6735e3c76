package weft.proxy.balance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.proxy.http.Header;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.Requests;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.TestCaller;
import weft.proxy.http.TestService;
import weft.proxy.http.Version;
import weft.proxy.stack.TestTimers;

/** Endpoints that fail cost as much as slow ones: outbound.md 20.5. */
class PenaltyTest {
  private static final long MS = 1_000_000L;
  private static final Duration DECAY = Duration.ofSeconds(10);
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:30Z");

  private final TestTimers timers = new TestTimers();
  private final PenaltyEwma load = new PenaltyEwma(Duration.ofMillis(30), DECAY, 0);

  private static long penaltyOf(int status, Header... lines) {
    var head = ResponseHead.of(Version.HTTP_2, status, Headers.of(lines));
    var penalty = new Penalty(Duration.ofSeconds(5), Duration.ofMinutes(5));
    return penalty.of(head, NOW.toEpochMilli()) / MS;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503 | 20                            | 20000",
        "429 | 1                             | 5000",
        "429 | 301                           | 300000",
        "503 | 99999999999999999999          | 5000",
        "503 | 9999999999                    | 300000",
        "503 | Sun, 06 Nov 1994 08:49:37 GMT | 7000",
        "503 | Sun, 06 Nov 1994 08:49:00 GMT | 5000",
        "503 | Sun, 36 Nov 1994 08:49:37 GMT | 5000",
        "503 | soon                          | 5000",
        "500 | 20                            | 5000",
        "404 | 20                            | 0",
        "200 | 20                            | 0",
      })
  void aFailureCostsWhatItAsksFor(int status, String retryAfter, long millis) {
    assertThat(penaltyOf(status, Requests.line("retry-after", retryAfter))).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "8, 7000, 7000",
    "14, -1, 5000",
    "14, 4000000000, 5000",
    "13, 7000, 5000",
    "5, 7000, 0",
    "0, 7000, 0"
  })
  void aCallThatFailsAtOnceCostsWhatItAsksFor(String code, String pushback, long millis) {
    assertThat(
            penaltyOf(
                200,
                Requests.line("content-type", "application/grpc"),
                Requests.line("grpc-status", code),
                Requests.line("grpc-retry-pushback-ms", pushback)))
        .isEqualTo(millis);
  }

  @Test
  void readingChangesNothing() {
    double whole = load.cost(1000 * MS);
    load.cost(400 * MS);
    assertThat(load.cost(1000 * MS)).isEqualTo(whole);
    assertThat(whole).isCloseTo(30 * MS * Math.exp(-0.1), within(1.0));
  }

  @Test
  void aPenaltyIsNeverLessThanWhatItCostsAlready() {
    load.begin();
    load.punish(5000 * MS, MS);
    load.begin();
    load.punish(1 * MS, 2 * MS);
    assertThat(load.pending()).isZero();
    assertThat(load.cost(2 * MS)).isCloseTo(5000.0 * MS, within(2.0 * MS));
  }

  @Test
  void anEndpointThatFailsFastIsAvoided() {
    Map<Integer, TestService> built = new HashMap<>();
    var law =
        new Pool.Law(
            Duration.ofMillis(30), DECAY, new Penalty(Duration.ofSeconds(5), Duration.ZERO));
    var pool =
        new Pool<HttpService>(
            endpoint -> {
              var service = new TestService();
              built.put(endpoint.address().getPort(), service);
              return service;
            },
            law,
            timers,
            new SplittableRandom(3),
            PoolEvents.NONE);
    var balancer = new Balancer(pool, timers, Clock.fixed(NOW, ZoneOffset.UTC));
    pool.apply(
        new Update.Add(
            List.of(
                Endpoint.of(new InetSocketAddress("10.0.0.1", 1)),
                Endpoint.of(new InetSocketAddress("10.0.0.1", 2)))));
    var failing = requireNonNull(built.get(1)).opened;
    var serving = requireNonNull(built.get(2)).opened;
    for (int i = 0; i < 100; i++) {
      int failed = failing.size();
      balancer.open(Requests.get(), new TestCaller()).start(true);
      boolean fails = failing.size() > failed;
      timers.advance(Duration.ofMillis(fails ? 1 : 20));
      (fails ? failing : serving).getLast().answers(fails ? 500 : 200, true);
    }
    assertThat(failing.size()).isLessThan(3);
  }
}
