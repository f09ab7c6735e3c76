package weft.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weft.proxy.balance.Alternatives.Weighted;
import weft.proxy.http.HttpService;
import weft.proxy.http.Requests;
import weft.proxy.http.TestCaller;
import weft.proxy.http.TestService;
import weft.testkit.Covers;

class DistributionTest {
  private final TestService a = new TestService();
  private final TestService b = new TestService();

  private static TestCaller ask(HttpService service) {
    var caller = new TestCaller();
    service.open(Requests.get(), caller).start(true);
    return caller;
  }

  private static Distribution first(HttpService... backends) {
    return new Distribution(
        Alternatives.inOrder(
            Arrays.stream(backends).map(backend -> new Weighted<>(backend, 1)).toList()));
  }

  private static Distribution random(List<Weighted<HttpService>> backends) {
    return new Distribution(Alternatives.byWeight(backends, new SplittableRandom(5)));
  }

  @Covers("outbound#53")
  @Test
  void theFirstReadyBackendServes() {
    var distribution = first(a, b);
    ask(distribution);
    a.ready.set(false);
    ask(distribution);
    assertThat(a.opened).hasSize(1);
    assertThat(b.opened).hasSize(1);
  }

  @Test
  void withoutReadyBackendsRequestsAreShed() {
    var distribution = first(a, b);
    a.ready.set(false);
    b.ready.set(false);
    assertThat(distribution.readiness().isReady()).isFalse();
    assertThat(ask(distribution).failure().text()).startsWith("service unavailable");
    assertThat(ask(first()).failure().label()).isEqualTo("loadshed");
  }

  private Distribution random(int weightOfA, int weightOfB) {
    return random(List.of(new Weighted<>(a, weightOfA), new Weighted<>(b, weightOfB)));
  }

  @Covers("outbound#54")
  @Test
  void aBackendOfNoWeightIsNeverDrawn() {
    var distribution = random(1, 0);
    for (int i = 0; i < 50; i++) {
      ask(distribution);
    }
    assertThat(a.opened).hasSize(50);
  }

  @Test
  void sharesFollowWeights() {
    var distribution = random(3, 1);
    for (int i = 0; i < 10_000; i++) {
      ask(distribution);
    }
    assertThat(a.opened.size() / 1e4).isCloseTo(0.75, within(5 * Math.sqrt(0.75 * 0.25 / 1e4)));
  }

  @Test
  void whatIsNotReadyIsNotDrawn() {
    var distribution = random(3, 1);
    a.ready.set(false);
    for (int i = 0; i < 50; i++) {
      ask(distribution);
    }
    assertThat(b.opened).hasSize(50);
  }

  @Test
  void noWeightsAtAllIsAnEmptyDistribution() {
    assertThat(random(0, 0).readiness().isReady()).isFalse();
    assertThat(ask(random(0, 0)).failure().label()).isEqualTo("loadshed");
  }

  @Test
  void aSingleBackendServesWhateverItsWeight() {
    ask(random(List.of(new Weighted<>(a, 0))));
    assertThat(a.opened).hasSize(1);
  }
}
