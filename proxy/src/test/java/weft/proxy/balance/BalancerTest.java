package weft.proxy.balance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.http.ErrorContext;
import weft.proxy.http.Exchange;
import weft.proxy.http.FailFastQueue;
import weft.proxy.http.Failures;
import weft.proxy.http.HttpService;
import weft.proxy.http.Informational;
import weft.proxy.http.Requests;
import weft.proxy.http.Reset;
import weft.proxy.http.Respond;
import weft.proxy.http.TestCaller;
import weft.proxy.http.TestService;
import weft.proxy.stack.LineEvents;
import weft.proxy.stack.TestTimers;
import weft.testkit.Covers;

/** A balancer behind its queue, as the outbound stack has it, without sockets. */
class BalancerTest {
  private static final Duration FAIL_FAST = Duration.ofSeconds(3);

  private final TestTimers timers = new TestTimers();
  private final Map<Integer, TestService> built = new HashMap<>();
  private boolean connects = true;
  private final Pool<HttpService> pool =
      new Pool<>(this::build, Pool.Law.USUAL, timers, new SplittableRandom(11), PoolEvents.NONE);
  private final Balancer balancer = new Balancer(pool, timers, Clock.systemUTC());
  private final HttpService service = stack(balancer);

  private HttpService build(Endpoint endpoint) {
    var inner = new TestService();
    inner.ready.set(connects);
    built.put(endpoint.address().getPort(), inner);
    return inner;
  }

  private HttpService stack(HttpService inner) {
    var within = new ErrorContext<String>(target -> target).wrap("Service.ns.web:80", inner);
    var queue = new FailFastQueue<String>(10, FAIL_FAST, timers, target -> LineEvents.NONE);
    return new Respond(Informational.EVERYBODY, Failures.NONE).wrap("", queue.wrap("", within));
  }

  @AfterEach
  void retire() {
    service.retire();
  }

  private void add(int... ports) {
    var endpoints = new ArrayList<Endpoint>();
    for (int port : ports) {
      endpoints.add(Endpoint.of(new InetSocketAddress("10.0.0.1", port)));
    }
    pool.apply(new Update.Add(endpoints));
  }

  private TestService endpoint(int port) {
    return requireNonNull(built.get(port));
  }

  private TestCaller ask() {
    var caller = new TestCaller();
    service.open(Requests.get(), caller).start(true);
    return caller;
  }

  @Covers({"outbound#40", "outbound#41", "outbound#42"})
  @Test
  void withoutEndpointsTheFirstRequestWaitsThenAllAreShedUntilOneIsAdded() {
    TestCaller first = ask();
    timers.advance(FAIL_FAST.minusMillis(1));
    assertThat(first.told).isEmpty();
    timers.advance(Duration.ofMillis(1));
    assertThat(first.head().status()).isEqualTo(504);
    assertThat(first.header("l5d-proxy-error")).contains("service in fail-fast");
    assertThat(first.header("connection")).isEqualTo("close");

    TestCaller second = ask();
    assertThat(second.head().status()).isEqualTo(503);
    assertThat(second.header("l5d-proxy-error")).contains("service unavailable");

    add(1);
    TestCaller third = ask();
    endpoint(1).last().answers(200, true);
    assertThat(third.head().status()).isEqualTo(200);
  }

  @Covers("outbound#43")
  @Test
  void aDiscoveryThatNeverAnswersIsAGatewayTimeout() {
    TestCaller caller = ask();
    timers.advance(FAIL_FAST);
    assertThat(caller.head().status()).isEqualTo(504);
  }

  @Covers("outbound#45")
  @Test
  void endpointsThatAllWentAwayAreAGatewayTimeout() {
    add(1);
    pool.apply(new Update.Reset(List.of()));
    TestCaller caller = ask();
    timers.advance(FAIL_FAST);
    assertThat(caller.head().status()).isEqualTo(504);
    assertThat(endpoint(1).opened).isEmpty();
  }

  @Covers("outbound#46")
  @Test
  void aDiscoveryThatRefusesFailsWhatWaitsAndWhatComes() {
    TestCaller waiting = ask();
    balancer.fail("InvalidArgument: no such service");
    assertThat(waiting.head().status()).isEqualTo(500);
    assertThat(waiting.header("l5d-proxy-error")).startsWith("unexpected error");
    assertThat(ask().head().status()).isEqualTo(500);
    assertThat(timers.armed()).isZero();
  }

  @Covers("outbound#50")
  @Test
  void anEndpointThatNeverConnectsIsAGatewayTimeout() {
    connects = false;
    add(1);
    TestCaller caller = ask();
    timers.advance(FAIL_FAST);
    assertThat(caller.head().status()).isEqualTo(504);
    assertThat(endpoint(1).opened).isEmpty();
  }

  @Test
  void whatWaitedIsSpreadOverAllThatCame() {
    for (int i = 0; i < 10; i++) {
      ask();
    }
    add(1, 2);
    assertThat(endpoint(1).opened).isNotEmpty();
    assertThat(endpoint(2).opened).isNotEmpty();
    assertThat(endpoint(1).opened.size() + endpoint(2).opened.size()).isEqualTo(10);
  }

  @Covers("outbound#56")
  @Test
  void aResponseUnderWayCompletesAfterItsEndpointIsRemoved() {
    add(1);
    TestCaller caller = ask();
    endpoint(1).last().answers(200, false);
    pool.apply(new Update.Reset(List.of()));
    endpoint(1).last().caller.responseData(Requests.piece("rest"), true);
    assertThat(caller.told).containsExactly("head 200", "data rest last");
  }

  @Covers("outbound#47")
  @Test
  void aSlowEndpointGetsFewRequests() {
    add(5, 500);
    int[] shares = drive(20, 1000);
    assertThat(endpoint(5).opened).hasSize(shares[0]);
    assertThat(shares[0]).isGreaterThan(900);
    assertThat(shares[0] + shares[1]).isEqualTo(1000);
  }

  @Test
  void equallyFastEndpointsShareEvenly() {
    add(5, 6);
    int[] shares = drive(20, 2000);
    assertThat(shares[0]).isBetween(800, 1200);
  }

  /** Clients that ask again as soon as they are answered; an endpoint's port is its time in ms. */
  private int[] drive(int clients, int requests) {
    idle = clients;
    int asked = 0;
    while (asked < requests || idle < clients) {
      while (asked < requests && idle > 0) {
        asked++;
        idle--;
        ask();
        built.forEach(this::answerNew);
      }
      timers.advance(Duration.ofMillis(1));
    }
    return built.values().stream()
        .sorted(Comparator.comparingInt(inner -> -inner.opened.size()))
        .mapToInt(inner -> inner.opened.size())
        .toArray();
  }

  private int idle;
  private final Set<TestService.Opened> seen = new HashSet<>();

  private void answerNew(int millis, TestService inner) {
    if (!inner.opened.isEmpty() && seen.add(inner.last())) {
      TestService.Opened exchange = inner.last();
      timers.after(
          Duration.ofMillis(millis),
          () -> {
            exchange.answers(200, true);
            idle++;
          });
    }
  }

  @Test
  void aMeasurementEndsWithTheFirstOfTheBody() {
    add(1);
    Member<HttpService> member = requireNonNull(pool.pick());
    Exchange exchange = service.open(Requests.get(), new TestCaller());
    exchange.start(true);
    assertThat(member.pending()).isEqualTo(1);
    endpoint(1).last().answers(200, false);
    assertThat(member.pending()).isEqualTo(1);
    endpoint(1).last().caller.responseData(Requests.piece("a"), false);
    assertThat(member.pending()).isZero();
    exchange.cancel(new Reset.Stop());
    assertThat(member.pending()).isZero();
  }

  @Test
  void aMeasurementEndsWhenTheClientGoesAway() {
    add(1);
    Member<HttpService> member = requireNonNull(pool.pick());
    Exchange exchange = service.open(Requests.get(), new TestCaller());
    exchange.start(true);
    exchange.cancel(new Reset.Stop());
    assertThat(member.pending()).isZero();
  }
}
