package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.proxy.stack.TestTimers;
import weft.testkit.Covers;

class CountExchangesTest {
  private final TestTimers timers = new TestTimers();
  private final TestService inner = new TestService();
  private final List<String> counted = new ArrayList<>();
  private final HttpService service =
      new CountExchanges<>(target -> new Noted(), timers).wrap("", inner);

  private Exchange ask(RequestHead head, boolean last) {
    var exchange = service.open(head, new TestCaller());
    exchange.start(last);
    return exchange;
  }

  @Test
  void aRequestCountsWhenItIsSentAndItsResponseWhenItEnds() {
    ask(Requests.get(), true);
    inner.last().answers(200, false);
    timers.advance(Duration.ofMillis(7));
    inner.last().caller.responseData(Requests.piece("a"), false);
    timers.advance(Duration.ofMillis(7));
    inner.last().caller.responseData(Requests.piece("b"), true);
    assertThat(counted).containsExactly("requested", "200 after 7", "200 success  ");
  }

  @Test
  void aRequestWhoseBodyIsNeverReadIsNotCounted() {
    var exchange = ask(Requests.get(), false);
    assertThat(counted).isEmpty();
    exchange.requestData(Requests.piece("a"), false);
    exchange.requestData(Requests.piece("b"), true);
    assertThat(counted).containsExactly("requested");
  }

  @Covers("inbound#87")
  @ParameterizedTest
  @CsvSource({
    "200,success",
    "304,success",
    "400,success",
    "418,success",
    "500,failure",
    "504,failure"
  })
  void onlyServerErrorsAreFailures(int status, String expected) {
    ask(Requests.get(), true);
    inner.last().answers(status, true);
    assertThat(counted.getLast()).isEqualTo(status + " " + expected + "  ");
  }

  @ParameterizedTest
  @CsvSource({"0,success", "5,success", "2,failure", "13,failure", "14,failure"})
  void aCallIsClassifiedByItsTrailers(String grpcStatus, String expected) {
    ask(Requests.grpc(TestClient.unmeshed()), true);
    inner.last().answers(200, false);
    inner.last().caller.responseTrailers(Headers.of(Requests.line("grpc-status", grpcStatus)));
    assertThat(counted.getLast()).isEqualTo("200 " + expected + " " + grpcStatus + " ");
  }

  @Test
  void theStatusInTheHeadDecides() {
    ask(Requests.grpc(TestClient.unmeshed()), true);
    inner.last().answers(200, true, Requests.line("grpc-status", "14"));
    assertThat(counted.getLast()).isEqualTo("200 failure 14 ");
  }

  @Test
  void aCallWithoutStatusIsASuccess() {
    ask(Requests.grpc(TestClient.unmeshed()), true);
    inner.last().answers(503, true);
    assertThat(counted.getLast()).isEqualTo("503 success 2 ");
  }

  @Test
  void aResetIsAFailureWithoutStatus() {
    ask(Requests.get(), true);
    inner.last().caller.fail(new Reset.Remote(7));
    assertThat(counted.getLast()).isEqualTo("0 failure  h2(REFUSED_STREAM)");
  }

  @Test
  void aClientThatStopsReadingEndsTheResponse() {
    var exchange = ask(Requests.get(), true);
    inner.last().answers(200, false);
    exchange.cancel(new Reset.Remote(8));
    assertThat(counted).containsExactly("requested", "200 after 0", "200 success  ");
  }

  @Test
  void aClientThatGoesAwayBeforeTheResponseIsNotCounted() {
    ask(Requests.get(), true).cancel(new Reset.Remote(8));
    assertThat(counted).containsExactly("requested");
  }

  private final class Noted implements ExchangeMetrics {
    @Override
    public void requested() {
      counted.add("requested");
    }

    @Override
    public void answered(int status, long nanos) {
      counted.add(status + " after " + Duration.ofNanos(nanos).toMillis());
    }

    @Override
    public void ended(ResponseClass how) {
      counted.add(
          how.status()
              + (how.failure() ? " failure " : " success ")
              + how.grpcStatus()
              + " "
              + how.error());
    }
  }
}
