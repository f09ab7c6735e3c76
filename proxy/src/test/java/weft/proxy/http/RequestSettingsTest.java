package weft.proxy.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static weft.proxy.http.Requests.line;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.proxy.http.RetryPolicy.StatusRange;
import weft.proxy.stack.TestTimers;

class RequestSettingsTest {
  private static final Duration NONE = Duration.ZERO;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestTimers timers = new TestTimers();
  private final TestService inner = new TestService();
  private final TestCaller caller = new TestCaller();

  private record Route(Timeouts timeouts, @Nullable RetryPolicy retry, boolean isOverridable)
      implements RequestSettings.Facts {}

  private RequestHead asked(Route route, Header... lines) {
    RequestHead head = Requests.get(lines);
    new RequestSettings(timers).wrap(route, inner).open(head, caller).start(true);
    return inner.last().head;
  }

  private RequestHead overriding(Header... lines) {
    return asked(new Route(Timeouts.NONE, null, true), lines);
  }

  @Test
  void theWholeIsLimitedFromItsStartWhateverHappensBelow() {
    asked(new Route(new Timeouts(SECOND, NONE, NONE), null, false));
    timers.advance(Duration.ofMillis(999));
    assertThat(caller.told).isEmpty();
    timers.advance(Duration.ofMillis(1));
    assertThat(caller.failure().text())
        .isEqualTo("timed out waiting for response headers: request timeout: 1s");
    assertThat(inner.last().told.getLast()).startsWith("cancel");
  }

  @Test
  void theLimitOfTheWholeEndsABodyToo() {
    asked(new Route(new Timeouts(SECOND, NONE, NONE), null, false));
    inner.last().answers(200, false);
    timers.advance(SECOND);
    assertThat(caller.failure().text()).isEqualTo("request timeout: 1s");
  }

  @Test
  void fieldsThatAreNotAllowedPassAsTheyAre() {
    var head = asked(new Route(Timeouts.NONE, null, false), line("l5d-retry-http", "5xx"));
    assertThat(head.retry()).isNull();
    assertThat(head.headers().value(HeaderName.of("l5d-retry-http"))).isEqualTo("5xx");
  }

  @Test
  void fieldsThatAreAllowedAreTakenOutReadableOrNot() {
    var head =
        overriding(
            line("l5d-retry-http", "x"),
            line("l5d-retry-grpc", "x"),
            line("l5d-retry-limit", "-1"),
            line("l5d-retry-timeout", "5"),
            line("l5d-timeout", "s"),
            line("l5d-request-timeout", "1.5s"),
            line("l5d-response-timeout", ""),
            line("x", "y"));
    assertThat(head.headers()).hasToString("x: y\n");
    assertThat(head.retry()).isNull();
    assertThat(head.timeouts()).isNull();
  }

  private static RetryPolicy retry(RequestHead head) {
    return requireNonNull(head.retry(), "no retries");
  }

  @Test
  void retriesThatARequestAsksForAreOfItsOwnMaking() {
    var retry = retry(overriding(line("l5d-retry-http", "gateway-error,500,510-520,9,6-5")));
    assertThat(retry.statuses())
        .containsExactly(
            new StatusRange(502, 504), new StatusRange(500, 500), new StatusRange(510, 520));
    assertThat(retry.maxRetries()).isEqualTo(1);
    assertThat(retry.maxRequestBytes()).isEqualTo(64 << 10);
    var limited = retry(overriding(line("l5d-retry-limit", "3")));
    assertThat(limited.maxRetries()).isEqualTo(3);
    assertThat(limited.statuses()).isEmpty();
  }

  @Test
  void eachFieldOverridesItsPartOfARoutesRetries() {
    var own =
        new RetryPolicy(List.of(new StatusRange(500, 500)), 0, 5, 10, Duration.ofMillis(7), null);
    var route = new Route(Timeouts.NONE, own, true);
    var retry =
        asked(route, line("l5d-retry-grpc", "Cancelled,internal"), line("l5d-retry-timeout", "9ms"))
            .retry();
    assertThat(retry)
        .isEqualTo(
            new RetryPolicy(own.statuses(), 1 << 1 | 1 << 13, 5, 10, Duration.ofMillis(9), null));
  }

  @Test
  void ofTwoLimitsOfTheWholeTheNewerFieldWins() {
    overriding(line("l5d-timeout", "1h"), line("l5d-request-timeout", "100ms"));
    timers.advance(Duration.ofMillis(100));
    assertThat(caller.failure()).isInstanceOf(Reset.TimedOut.class);
  }

  @Test
  void aLimitOfNothingRunsOutAtOnce() {
    overriding(line("l5d-timeout", "0"));
    timers.advance(Duration.ofMillis(1));
    assertThat(caller.failure()).isInstanceOf(Reset.TimedOut.class);
  }

  @Test
  void limitsBeyondAllTimeAreTaken() {
    var head = overriding(line("l5d-response-timeout", "999999999d"));
    assertThat(requireNonNull(head.timeouts()).response()).isEqualTo(Duration.ofDays(36_500));
  }
}
