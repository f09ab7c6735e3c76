package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.proxy.stack.RetryBudget;
import weft.proxy.stack.TestTimers;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.Registry;
import weft.proxy.telemetry.RetryableMetrics;

class ProfileRetryTest {
  private final TestTimers timers = new TestTimers();
  private final Registry registry = new Registry(System::nanoTime, 100);
  private final RetryableMetrics metrics = new RetryableMetrics(registry);
  private final TestService inner = new TestService();
  private final TestCaller caller = new TestCaller();

  private record Route(@Nullable RetryBudget budget) implements ProfileRetry.Facts {
    @Override
    public boolean isRetryable() {
      return true;
    }
  }

  private HttpService service(float ratio, int minPerSecond) {
    var law = new RetryBudget.Law(Duration.ofSeconds(10), ratio, minPerSecond);
    return service(new RetryBudget(law, timers.nanoTime()));
  }

  private HttpService service(@Nullable RetryBudget budget) {
    return new ProfileRetry<Route>(timers, route -> metrics.target(Labels.NONE))
        .wrap(new Route(budget), inner);
  }

  private void ask(HttpService service) {
    service.open(Requests.get(), caller).start(true);
  }

  private String shown() {
    var text = new StringBuilder();
    registry.write(text::append, Duration.ofHours(1));
    return text.toString();
  }

  @Test
  void failuresAreTriedAgainUntilTheBudgetIsUsedUp() {
    HttpService service = service(1, 0);
    ask(service);
    inner.last().answers(200, true);
    ask(service);
    inner.last().answers(533, true);
    inner.last().answers(533, true);
    assertThat(caller.told).containsExactly("head 200 last", "head 533 last");
    assertThat(inner.opened).hasSize(3);
    assertThat(shown())
        .contains("route_retryable_total 2\n")
        .contains("route_retryable_total{skipped=\"no_budget\"} 1\n");
  }

  @Test
  void aConnectionThatBreaksBeforeTheHeadIsAFailure() {
    ask(service(0, 1));
    inner.last().caller.fail(new Reset.Io("reset by peer"));
    inner.last().caller.fail(new Reset.Remote(2));
    inner.last().answers(200, true);
    assertThat(caller.told).containsExactly("head 200 last");
  }

  @Test
  void ourOwnRefusalsAreNone() {
    ask(service(0, 1));
    inner.last().caller.fail(new Refusal(Refusal.Kind.FAIL_FAST, "slow").reset());
    assertThat(caller.told).containsExactly("fail slow");
    assertThat(inner.opened).hasSize(1);
  }

  @Test
  void withoutABudgetFailuresAreOnlyCounted() {
    ask(service(null));
    inner.last().answers(500, true);
    assertThat(caller.told).containsExactly("head 500 last");
    assertThat(shown()).contains("route_retryable_total{skipped=\"no_budget\"} 1\n");
  }

  @Test
  void theRoutesClassesSayWhatAFailureIs() {
    RequestHead head = Requests.get();
    head.classifier((status, grpc) -> new ResponseClass(status, status == 404, "", ""));
    service(0, 1).open(head, caller).start(true);
    inner.last().answers(404, true);
    inner.last().answers(503, true);
    assertThat(caller.told).containsExactly("head 503 last");
    assertThat(inner.opened).hasSize(2);
  }
}
