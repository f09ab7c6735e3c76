package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import weft.proxy.stack.TestTimers;

class StreamTimeoutsTest {
  private static final Duration NONE = Duration.ZERO;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestTimers timers = new TestTimers();
  private final TestService inner = new TestService();
  private final TestCaller caller = new TestCaller();
  private final HttpService service = new StreamTimeouts(timers).wrap("", inner);

  private Exchange ask(RequestTimeouts limits, boolean last) {
    RequestHead head = Requests.get();
    head.timeouts(limits);
    Exchange exchange = service.open(head, caller);
    exchange.start(last);
    return exchange;
  }

  private static RequestTimeouts limits(Duration headers, Duration response, Duration idle) {
    return new RequestTimeouts(headers, response, idle);
  }

  @Test
  void theHeadIsWaitedForFromTheEndOfTheRequest() {
    Exchange exchange = ask(limits(SECOND, NONE, NONE), false);
    timers.advance(Duration.ofSeconds(5));
    exchange.requestData(Requests.piece("all"), true);
    timers.advance(Duration.ofMillis(999));
    assertThat(caller.told).isEmpty();
    timers.advance(Duration.ofMillis(1));
    assertThat(caller.failure().text()).contains("response header timeout: 1s");
  }

  @Test
  void theResponseIsLimitedFromTheEndOfTheRequest() {
    ask(limits(NONE, SECOND, NONE), true);
    timers.advance(Duration.ofMillis(600));
    inner.last().answers(200, false);
    timers.advance(Duration.ofMillis(400));
    assertThat(caller.failure().text()).isEqualTo("response stream timeout: 1s");
  }

  @Test
  void framesKeepAnExchangeAlive() {
    Exchange exchange = ask(limits(NONE, NONE, SECOND), false);
    for (int i = 0; i < 5; i++) {
      timers.advance(Duration.ofMillis(900));
      exchange.requestData(Requests.piece("x"), false);
    }
    timers.advance(Duration.ofMillis(999));
    assertThat(caller.told).isEmpty();
    timers.advance(Duration.ofMillis(1));
    assertThat(caller.failure().text()).contains("stream idle timeout: 1s");
  }

  @Test
  void waitingForTheHeadIsNotIdle() {
    ask(limits(NONE, NONE, SECOND), true);
    timers.advance(Duration.ofSeconds(10));
    assertThat(caller.told).isEmpty();
    inner.last().answers(200, false);
    timers.advance(Duration.ofSeconds(1));
    assertThat(caller.failure().text()).isEqualTo("stream idle timeout: 1s");
  }

  @Test
  void anAnswerInTimeStopsAllTimers() {
    ask(limits(SECOND, SECOND, SECOND), true);
    inner.last().answers(200, true);
    assertThat(timers.armed()).isZero();
  }

  @Test
  void aTimeoutInTheBodyOfACallIsInternal() {
    var responding = new Respond(Informational.EVERYBODY, Failures.NONE).wrap("", service);
    RequestHead head = Requests.grpc(TestClient.unmeshed());
    head.timeouts(limits(NONE, SECOND, NONE));
    responding.open(head, caller).start(true);
    inner.last().answers(200, false);
    timers.advance(SECOND);
    assertThat(caller.trailers().value(HeaderName.GRPC_STATUS)).isEqualTo("13");
  }
}
