package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.proxy.stack.LineEvents;
import weft.proxy.stack.Permits;
import weft.proxy.stack.TestTimers;
import weft.testkit.Covers;

/** Load shedding, the limit in flight, and the queue. */
class RefusingLayersTest {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final TestTimers timers = new TestTimers();
  private final TestService inner = new TestService();

  private static TestCaller ask(HttpService service) {
    var caller = new TestCaller();
    service.open(Requests.get(), caller).start(true);
    return caller;
  }

  @Test
  void anUnreadyServiceShedsAtOnce() {
    inner.ready.set(false);
    var service = new LoadShed("nobody there").wrap("", inner);
    assertThat(service.readiness().isReady()).isTrue();
    assertThat(ask(service).failure().text()).isEqualTo("service unavailable: nobody there");
    assertThat(inner.opened).isEmpty();
    inner.ready.set(true);
    assertThat(ask(service).told).isEmpty();
  }

  @Covers({"inbound#83"})
  @Test
  void theSecondOfOneAllowedInFlightIsShed() {
    var permits = new Permits(1);
    var service = new ConcurrencyLimit(permits).wrap("", inner);
    ask(service);
    assertThat(ask(service).failure().text())
        .isEqualTo("service unavailable: in-flight limit of 1 requests reached");
    assertThat(permits.taken()).isEqualTo(1);
  }

  @Test
  void aPermitIsHeldUntilTheResponsesHead() {
    var permits = new Permits(1);
    var service = new ConcurrencyLimit(permits).wrap("", inner);
    ask(service);
    inner.last().answers(200, false);
    assertThat(permits.taken()).isZero();
    inner.last().caller.responseData(Requests.piece("x"), true);
    assertThat(permits.taken()).isZero();
  }

  @Test
  void aPermitIsGivenBackWhenEitherEndGoesAway() {
    var permits = new Permits(2);
    var service = new ConcurrencyLimit(permits).wrap("", inner);
    ask(service);
    inner.last().caller.fail(new Reset.Io("gone"));
    var exchange = service.open(Requests.get(), new TestCaller());
    exchange.start(true);
    exchange.cancel(new Reset.Stop());
    exchange.cancel(new Reset.Stop());
    assertThat(permits.taken()).isZero();
  }

  private HttpService queue(int capacity) {
    return new FailFastQueue<>(capacity, LIMIT, timers, target -> LineEvents.NONE).wrap("", inner);
  }

  @Test
  void whileTheServiceIsReadyNothingWaits() {
    ask(queue(2));
    assertThat(inner.last().told).containsExactly("start last");
  }

  @Test
  void aWaitingExchangeGoesOnWhenTheServiceIsReady() {
    inner.ready.set(false);
    var caller = ask(queue(2));
    assertThat(inner.opened).isEmpty();
    inner.ready.set(true);
    assertThat(inner.last().told).containsExactly("start last");
    inner.last().answers(200, true);
    assertThat(caller.told).containsExactly("head 200 last");
  }

  @Covers({"outbound#40", "outbound#41", "outbound#42"})
  @Test
  void anUnreadyServiceFailsWhatWaitsThenShedsUntilItIsReady() {
    inner.ready.set(false);
    var queue = queue(2);
    var first = ask(queue);
    timers.advance(LIMIT);
    assertThat(first.failure().root()).isInstanceOf(Reset.Refused.class);
    assertThat(first.failure().text()).startsWith("service in fail-fast");
    assertThat(first.failure().label()).isEqualTo("failfast");
    var second = ask(queue);
    assertThat(second.failure().text()).startsWith("service unavailable");
    assertThat(second.failure().label()).isEqualTo("loadshed");
    assertThat(queue.readiness().isReady()).isFalse();
    inner.ready.set(true);
    assertThat(queue.readiness().isReady()).isTrue();
    assertThat(ask(queue).told).isEmpty();
    assertThat(inner.opened).hasSize(1);
  }

  @Covers("outbound#52")
  @Test
  void aFullQueueShedsAtOnce() {
    inner.ready.set(false);
    var queue = queue(2);
    var callers = List.of(ask(queue), ask(queue), ask(queue), ask(queue));
    assertThat(callers.get(3).failure().text())
        .isEqualTo("service unavailable: all 3 places of the queue are taken");
    timers.advance(LIMIT);
    assertThat(callers.subList(0, 3)).allMatch(c -> c.failure().label().equals("failfast"));
  }

  @Test
  void whoeverCancelsWhileWaitingIsNeverSent() {
    inner.ready.set(false);
    var exchange = queue(2).open(Requests.get(), new TestCaller());
    exchange.start(true);
    exchange.cancel(new Reset.Stop());
    inner.ready.set(true);
    assertThat(inner.opened).isEmpty();
  }

  @Test
  void aRetiredQueueFailsWhatWaits() {
    inner.ready.set(false);
    var queue = queue(2);
    var caller = ask(queue);
    queue.retire();
    assertThat(caller.failure().text()).startsWith("service unavailable");
    assertThat(inner.isRetired()).isTrue();
  }

  @Test
  void aFailureSaysWhereItHappened() {
    var service = new ErrorContext<String>(t -> "endpoint " + t).wrap("10.0.0.1:80", inner);
    var caller = ask(service);
    inner.last().caller.fail(new Reset.Io("Connection refused"));
    assertThat(caller.failure().text()).isEqualTo("endpoint 10.0.0.1:80: Connection refused");
  }
}
