package weft.proxy.balance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.http.FailFastQueue;
import weft.proxy.http.Failures;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.HttpService;
import weft.proxy.http.Informational;
import weft.proxy.http.Requests;
import weft.proxy.http.Reset;
import weft.proxy.http.Respond;
import weft.proxy.http.TestCaller;
import weft.proxy.http.TestService;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.LineEvents;
import weft.proxy.stack.TestTimers;
import weft.testkit.Covers;

/** Breakers of endpoints below a balancer and its queue, as the outbound stack has it. */
class CircuitBreakerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ExponentialBackoff BACKOFF =
      new ExponentialBackoff(SECOND, Duration.ofSeconds(60), 0);
  private static final Accrual THREE = new Accrual.Consecutive(3, BACKOFF);

  private final TestTimers timers = new TestTimers();
  private final SplittableRandom random = new SplittableRandom(7);
  private final Map<Integer, TestService> built = new HashMap<>();
  private final List<HttpService> started = new ArrayList<>();

  @AfterEach
  void retire() {
    started.forEach(HttpService::retire);
  }

  private HttpService under(Accrual accrual, int... ports) {
    return under(accrual, Duration.ofSeconds(3), ports);
  }

  private HttpService under(Accrual accrual, Duration failFast, int... ports) {
    var breaker = new CircuitBreaker(accrual, timers, random);
    var pool =
        new Pool<HttpService>(
            endpoint -> breaker.wrap(endpoint, build(endpoint)),
            Pool.Law.USUAL,
            timers,
            random,
            PoolEvents.NONE);
    var endpoints = new ArrayList<Endpoint>();
    for (int port : ports) {
      endpoints.add(Endpoint.of(new InetSocketAddress("10.0.0.1", port)));
    }
    pool.apply(new Update.Add(endpoints));
    var queue = new FailFastQueue<String>(10, failFast, timers, target -> LineEvents.NONE);
    var queued = queue.wrap("", new Balancer(pool, timers, Clock.systemUTC()));
    var service = new Respond(Informational.EVERYBODY, Failures.NONE).wrap("", queued);
    started.add(service);
    return service;
  }

  private TestService build(Endpoint endpoint) {
    var inner = new TestService();
    built.put(endpoint.address().getPort(), inner);
    return inner;
  }

  private TestService endpoint(int port) {
    return requireNonNull(built.get(port));
  }

  private static TestCaller ask(HttpService service) {
    var caller = new TestCaller();
    service.open(Requests.get(), caller).start(true);
    return caller;
  }

  /** Asks, and has the only endpoint answer so. */
  private TestCaller ask(HttpService service, int status, Header... lines) {
    var caller = ask(service);
    endpoint(1).last().answers(status, true, lines);
    assertThat(caller.head().status()).isEqualTo(status);
    return caller;
  }

  private HttpService tripped(Accrual accrual, Duration failFast) {
    var service = under(accrual, failFast, 1);
    for (int i = 0; i < 3; i++) {
      ask(service, 500);
    }
    return service;
  }

  private HttpService tripped() {
    return tripped(THREE, Duration.ofSeconds(3));
  }

  private int asked() {
    return endpoint(1).opened.size();
  }

  @Test
  @Covers("outbound#57")
  void afterSoManyFailuresARequestWaitsForTheTry() {
    var service = tripped();
    var fourth = ask(service);
    timers.advance(SECOND.minusMillis(1));
    assertThat(asked()).isEqualTo(3);
    timers.advance(Duration.ofMillis(1));
    assertThat(asked()).isEqualTo(4);
    endpoint(1).last().answers(200, true);
    assertThat(fourth.head().status()).isEqualTo(200);
  }

  @Test
  @Covers("outbound#58")
  void whoWaitsLongerThanTheQueueAllowsIsATimeoutAndOthersAreShed() {
    var service = tripped(THREE, Duration.ofMillis(500));
    var waiting = ask(service);
    timers.advance(Duration.ofMillis(500));
    assertThat(waiting.head().status()).isEqualTo(504);
    assertThat(ask(service).head().status()).isEqualTo(503);
    assertThat(asked()).isEqualTo(3);
  }

  @Test
  @Covers("outbound#59")
  void oneOfTwoIsTheTryAndItsSuccessLetsTheOtherIn() {
    var service = tripped();
    timers.advance(SECOND);
    var first = ask(service);
    var second = ask(service);
    assertThat(asked()).isEqualTo(4);
    endpoint(1).last().answers(200, true);
    assertThat(first.head().status()).isEqualTo(200);
    assertThat(asked()).isEqualTo(5);
    endpoint(1).last().answers(200, true);
    assertThat(second.head().status()).isEqualTo(200);
  }

  @Test
  @Covers("outbound#60")
  void aFailedTryIsFollowedByTwiceTheWait() {
    var service = tripped();
    timers.advance(SECOND);
    ask(service, 503);
    var next = ask(service);
    timers.advance(SECOND.multipliedBy(2).minusMillis(1));
    assertThat(asked()).isEqualTo(4);
    timers.advance(Duration.ofMillis(1));
    assertThat(asked()).isEqualTo(5);
    endpoint(1).last().answers(200, true);
    assertThat(next.head().status()).isEqualTo(200);
  }

  @Test
  void afterARecoveryTheWaitBeginsAtTheShortest() {
    var service = tripped();
    timers.advance(SECOND);
    ask(service, 503);
    timers.advance(SECOND.multipliedBy(2));
    ask(service, 200);
    for (int i = 0; i < 3; i++) {
      ask(service, 500);
    }
    int before = asked();
    ask(service);
    timers.advance(SECOND);
    assertThat(asked()).isEqualTo(before + 1);
  }

  @Test
  @Covers("outbound#61")
  void allGoToTheEndpointThatIsWell() {
    var service = under(new Accrual.Consecutive(1, BACKOFF), 1, 2);
    ask(service);
    int bad = endpoint(1).opened.isEmpty() ? 2 : 1;
    endpoint(bad).last().answers(500, true);
    for (int i = 0; i < 20; i++) {
      var caller = ask(service);
      endpoint(3 - bad).last().answers(200, true);
      assertThat(caller.head().status()).isEqualTo(200);
    }
    assertThat(endpoint(bad).opened).hasSize(1);
  }

  @Test
  @Covers("outbound#62")
  void aSuccessBetweenFailuresBeginsTheCountAnew() {
    var service = under(THREE, 1);
    for (int status : new int[] {500, 500, 200, 500, 500}) {
      ask(service, status);
    }
    ask(service, 200);
    assertThat(asked()).isEqualTo(6);
  }

  @Test
  @Covers("outbound#63")
  void tooManyRequestsIsASuccessWhereOnlyFailuresCount() {
    var service = tripped();
    timers.advance(SECOND);
    ask(service, 429);
    ask(service, 200);
  }

  @Test
  @Covers("outbound#64")
  void tooManyRequestsLowersTheRateAndFailsTheTry() {
    var service = under(new Accrual.Unified(0, 8000, Duration.ofSeconds(10), 10, BACKOFF), 1);
    for (int i = 0; i < 10; i++) {
      ask(service, i % 2 == 0 ? 200 : 429);
    }
    var waiting = ask(service);
    assertThat(asked()).isEqualTo(10);
    timers.advance(SECOND);
    endpoint(1).last().answers(429, true);
    assertThat(waiting.head().status()).isEqualTo(429);
    ask(service);
    timers.advance(SECOND);
    assertThat(asked()).isEqualTo(11);
    timers.advance(SECOND);
    assertThat(asked()).isEqualTo(12);
  }

  @Test
  void aStatusOfGrpcLowersTheRateToo() {
    var service = under(new Accrual.Unified(0, 8000, Duration.ofSeconds(10), 3, BACKOFF), 1);
    var exhausted = Header.of(HeaderName.GRPC_STATUS, "8");
    for (int i = 0; i < 3; i++) {
      var head = Requests.get();
      head.headers().set(Header.of(HeaderName.CONTENT_TYPE, "application/grpc"));
      var caller = new TestCaller();
      service.open(head, caller).start(true);
      endpoint(1).last().answers(200, true, exhausted);
    }
    ask(service);
    assertThat(asked()).isEqualTo(3);
  }

  @Test
  @Covers("outbound#65")
  void failuresOfLongAgoDoNotCount() {
    var service = under(new Accrual.Unified(0, 8000, Duration.ofSeconds(10), 10, BACKOFF), 1);
    for (int i = 0; i < 9; i++) {
      ask(service, 500);
    }
    timers.advance(Duration.ofSeconds(10));
    ask(service, 500);
    ask(service, 200);
  }

  @Test
  void consecutiveFailuresTripTheUnifiedBreakerToo() {
    tripped(new Accrual.Unified(3, 0, Duration.ofSeconds(10), 0, BACKOFF), Duration.ofSeconds(3));
    ask(started.getFirst());
    assertThat(asked()).isEqualTo(3);
  }

  @Test
  void aTryThatItsClientGaveUpIsFollowedByAnother() {
    var service = tripped();
    timers.advance(SECOND);
    var caller = new TestCaller();
    var exchange = service.open(Requests.get(), caller);
    exchange.start(true);
    assertThat(asked()).isEqualTo(4);
    exchange.cancel(new Reset.Stop());
    ask(service, 200);
    ask(service, 200);
  }

  @Test
  void anOlderRequestThatFailsTheTryLetsNoSecondOneIn() {
    var service = under(THREE, 1);
    var old = ask(service);
    var older = endpoint(1).last();
    for (int i = 0; i < 3; i++) {
      ask(service, 500);
    }
    timers.advance(SECOND);
    var caller = new TestCaller();
    var attempt = service.open(Requests.get(), caller);
    attempt.start(true);
    older.answers(500, true);
    assertThat(old.head().status()).isEqualTo(500);
    timers.advance(SECOND.multipliedBy(2));
    ask(service);
    assertThat(asked()).isEqualTo(6);
    attempt.cancel(new Reset.Stop());
    ask(service);
    assertThat(asked()).isEqualTo(6);
  }

  @Test
  void whatEndsAfterTheEndpointIsGoneArmsNothing() {
    var service = under(new Accrual.Consecutive(1, BACKOFF), 1);
    var caller = ask(service);
    service.retire();
    endpoint(1).last().answers(500, true);
    assertThat(caller.head().status()).isEqualTo(500);
    assertThat(timers.armed()).isZero();
  }
}
