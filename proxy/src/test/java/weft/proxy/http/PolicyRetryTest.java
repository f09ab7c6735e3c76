package weft.proxy.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static weft.proxy.http.Requests.line;
import static weft.proxy.http.Requests.piece;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.proxy.http.RetryPolicy.StatusRange;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.TestTimers;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.Registry;
import weft.proxy.telemetry.RetryMetrics;

class PolicyRetryTest {
  private static final int INTERNAL = 1 << 13;

  private final TestTimers timers = new TestTimers();
  private final TestService inner = new TestService();
  private final TestCaller caller = new TestCaller();
  private final RetryMetrics metrics =
      new OutboundMetrics(new Registry(System::nanoTime, 100)).http.retries(Labels.NONE);
  private final HttpService service =
      new PolicyRetry<Object>(timers, new SplittableRandom(7), target -> head -> metrics)
          .wrap("", inner);

  private static RetryPolicy policy(int maxRetries, @Nullable ExponentialBackoff backoff) {
    return new RetryPolicy(
        List.of(new StatusRange(500, 599)), INTERNAL, maxRetries, 10, Duration.ZERO, backoff);
  }

  private Exchange ask(RequestHead head, RetryPolicy policy, boolean last) {
    head.retry(policy);
    Exchange exchange = service.open(head, caller);
    exchange.start(last);
    return exchange;
  }

  private long skipped(String why) {
    var counter = metrics.skipped().find(Labels.of("reason", why));
    return counter == null ? 0 : counter.value();
  }

  @Test
  void aFailureIsTriedAgainAndTheSuccessIsPassedOn() {
    ask(Requests.get(), policy(1, null), true);
    inner.last().answers(500, true);
    assertThat(inner.opened).hasSize(2);
    inner.last().answers(204, true);
    assertThat(caller.told).containsExactly("head 204 last");
    assertThat(metrics.repeated().value()).isEqualTo(1);
    assertThat(metrics.succeeded().value()).isEqualTo(1);
  }

  @Test
  void theLastTrysFailureIsPassedOn() {
    ask(Requests.get(), policy(2, null), true);
    inner.last().answers(500, true);
    inner.last().answers(501, true);
    inner.last().answers(504, true);
    assertThat(inner.opened).hasSize(3);
    assertThat(caller.told).containsExactly("head 504 last");
    assertThat(metrics.limits().value()).isEqualTo(1);
    assertThat(metrics.succeeded().value()).isZero();
    assertThat(skipped("limit_exceeded")).isEqualTo(1);
  }

  @Test
  void bodyAndTrailersAreGivenAgain() {
    Exchange exchange = ask(Requests.get(), policy(1, null), false);
    exchange.requestData(piece("12345"), false);
    exchange.requestData(piece("67890"), false);
    exchange.requestTrailers(new Headers());
    inner.last().answers(503, true);
    var second = inner.last();
    second.caller.grantRequest(7);
    assertThat(second.told).containsExactly("start", "data 1234567890");
    second.caller.grantRequest(10);
    assertThat(second.told).containsExactly("start", "data 1234567890", "trailers");
    second.answers(200, true);
    assertThat(caller.told).containsExactly("head 200 last");
  }

  @Test
  void aServerThatAnswersTheNextTryEarlyIsGivenTheRestAllTheSame() {
    Exchange exchange = ask(Requests.get(), policy(1, null), false);
    exchange.requestData(piece("1234567890"), true);
    inner.last().answers(503, true);
    var second = inner.last();
    second.answers(200, true);
    assertThat(caller.told).containsExactly("head 200 last");
    exchange.requestData(piece("late"), true);
    exchange.cancel(new Reset.Stop());
    second.caller.grantRequest(10);
    assertThat(second.told).containsExactly("start", "data 1234567890 last");
    assertThat(caller.told).hasSize(1);
  }

  @Test
  void aServerThatAnswersTheNextTryEarlyMayRefuseTheRest() {
    Exchange exchange = ask(Requests.get(), policy(1, null), false);
    exchange.requestData(piece("1234567890"), true);
    inner.last().answers(503, true);
    inner.last().answers(200, true);
    inner.last().caller.fail(new Reset.Stop());
    inner.last().caller.grantRequest(10);
    assertThat(caller.told).containsExactly("head 200 last");
    assertThat(inner.last().told).containsExactly("start");
  }

  @Test
  void aBodyThatEndedByItselfEndsSoAgain() {
    Exchange exchange = ask(Requests.get(), policy(1, null), false);
    exchange.requestData(piece(""), true);
    inner.last().answers(503, true);
    inner.last().caller.grantRequest(1);
    assertThat(inner.last().told).containsExactly("start", "data  last");
    inner.last().answers(200, true);
  }

  @Test
  void aLongerBodyThanIsKeptIsNotTriedAgain() {
    Exchange exchange = ask(Requests.get(), policy(1, null), false);
    exchange.requestData(piece("123456"), false);
    exchange.requestData(piece("78901"), true);
    inner.last().answers(500, true);
    assertThat(caller.told).containsExactly("head 500 last");
    assertThat(skipped("body_too_long")).isEqualTo(1);
  }

  @Test
  void aBodyThatIsKnownToBeLongerIsNotEvenKept() {
    ask(Requests.get(line("content-length", "11")), policy(1, null), true);
    inner.last().answers(500, true);
    assertThat(caller.told).containsExactly("head 500 last");
  }

  @Test
  void anAnswerBeforeTheRequestEndedIsPassedOn() {
    Exchange exchange = ask(Requests.get(), policy(1, null), false);
    exchange.requestData(piece("1"), false);
    inner.last().answers(500, false);
    assertThat(caller.told).containsExactly("head 500");
    assertThat(skipped("body_unfinished")).isEqualTo(1);
    exchange.cancel(new Reset.Stop());
  }

  @Test
  void theNextTryWaits() {
    var second = Duration.ofSeconds(1);
    ask(Requests.get(), policy(1, new ExponentialBackoff(second, second, 0)), true);
    inner.last().answers(500, true);
    timers.advance(Duration.ofMillis(999));
    assertThat(inner.opened).hasSize(1);
    timers.advance(Duration.ofMillis(1));
    assertThat(inner.opened).hasSize(2);
    inner.last().answers(200, true);
  }

  @Test
  void aCancelBetweenTriesEndsTheWaiting() {
    var second = Duration.ofSeconds(1);
    Exchange exchange =
        ask(Requests.get(), policy(1, new ExponentialBackoff(second, second, 0)), true);
    inner.last().answers(500, true);
    exchange.cancel(new Reset.Stop());
    timers.advance(second);
    assertThat(inner.opened).hasSize(1);
    assertThat(caller.told).isEmpty();
  }

  @Test
  void theStatusOfGrpcInTheTrailersIsWaitedFor() {
    Exchange exchange = ask(Requests.grpc(TestClient.unmeshed()), policy(1, null), true);
    inner.last().answers(200, false);
    assertThat(inner.last().told).containsExactly("start last", "grant 1");
    inner.last().caller.responseTrailers(Headers.of(line("grpc-status", "13")));
    assertThat(inner.opened).hasSize(2);
    inner.last().answers(200, false);
    inner.last().caller.responseData(piece("one"), false);
    inner.last().caller.responseTrailers(Headers.of(line("grpc-status", "0")));
    assertThat(caller.told).containsExactly("head 200");
    exchange.grantResponse(100);
    assertThat(caller.told).containsExactly("head 200", "data one", "trailers");
    assertThat(metrics.succeeded().value()).isEqualTo(1);
  }

  @Test
  void aStreamOfMessagesIsNotHeldBackBeyondTheTurn() {
    Exchange exchange = ask(Requests.grpc(TestClient.unmeshed()), policy(1, null), true);
    inner.last().answers(200, false);
    inner.last().caller.responseData(piece("one"), false);
    assertThat(caller.told).isEmpty();
    timers.advance(Duration.ZERO);
    assertThat(caller.told).containsExactly("head 200");
    exchange.grantResponse(100);
    assertThat(inner.last().told).containsExactly("start last", "grant 1", "grant 99");
    inner.last().caller.responseData(piece("two"), false);
    inner.last().caller.responseTrailers(Headers.of(line("grpc-status", "13")));
    assertThat(caller.told).containsExactly("head 200", "data one", "data two", "trailers");
  }

  @Test
  void aStatusOfGrpcInTheHeadIsNotWaitedFor() {
    ask(Requests.grpc(TestClient.unmeshed()), policy(1, null), true);
    inner.last().answers(200, true, line("grpc-status", "13"));
    inner.last().answers(200, true, line("grpc-status", "5"));
    assertThat(caller.told).containsExactly("head 200 last");
    assertThat(inner.opened).hasSize(2);
  }

  @Test
  void refusedStreamsFailFastsAndLateHeadsAreTriedAgain() {
    ask(Requests.get(), policy(9, null), true);
    inner.last().caller.fail(new Reset.Remote(7));
    inner.last().caller.fail(new Refusal(Refusal.Kind.FAIL_FAST, "slow").reset().in("backend"));
    inner.last().caller.fail(new Reset.TimedOut("response header timeout", Duration.ZERO));
    assertThat(inner.opened).hasSize(4);
    inner.last().caller.fail(new Reset.Remote(2));
    assertThat(caller.told).hasSize(1);
    assertThat(inner.opened).hasSize(4);
  }

  @Test
  void whatIsShedIsNotTriedAgain() {
    ask(Requests.get(), policy(9, null), true);
    inner.last().caller.fail(new Refusal(Refusal.Kind.LOAD_SHED, "full").reset());
    assertThat(inner.opened).hasSize(1);
    assertThat(caller.failure().text()).isEqualTo("full");
  }

  private Duration headersLimit() {
    return requireNonNull(inner.last().head.timeouts()).headers();
  }

  @Test
  void theLastTryHasNoLimitOfItsOwn() {
    RequestHead head = Requests.get();
    head.timeouts(new RequestTimeouts(Duration.ofMillis(1), Duration.ZERO, Duration.ZERO));
    ask(head, policy(1, null), true);
    assertThat(headersLimit()).isPositive();
    inner.last().answers(500, true);
    assertThat(headersLimit()).isZero();
    inner.last().answers(200, true);
  }

  @Test
  void triesThatFailAtOnceDoNotPileUp() {
    HttpService failing =
        new Refuse(new Refusal(Refusal.Kind.FAIL_FAST, "nobody is there").reset());
    HttpService retrying =
        new PolicyRetry<Object>(timers, new SplittableRandom(7), target -> head -> metrics)
            .wrap("", failing);
    RequestHead head = Requests.get();
    head.retry(policy(60_000, null));
    retrying.open(head, caller).start(true);
    assertThat(metrics.repeated().value()).isEqualTo(60_000);
    assertThat(caller.told).containsExactly("fail nobody is there");
  }
}
