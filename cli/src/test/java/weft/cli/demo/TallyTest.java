package weft.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import weft.control.json.Json;
import weft.control.json.JsonException;

class TallyTest {
  @Test
  void quantilesAreRightWithinABucket() {
    var tally = new Tally("api");
    for (int i = 1; i <= 100; i++) {
      tally.succeeded(i * 1_000_000L);
    }
    assertThat(tally.quantile(0.5)).isCloseTo(50, within(50 * 0.06));
    assertThat(tally.quantile(0.99)).isCloseTo(99, within(99 * 0.06));
  }

  @Test
  void theReportCountsFailuresAsRequestsAndTellsThem() throws JsonException {
    var tally = new Tally("api");
    tally.succeeded(1);
    tally.failed("status 503", 10, 20);
    tally.failed("status 502", 30, 40);
    var count = EdgeCount.of(Json.parseObject(tally.json().toString()));
    assertThat(count.requests()).isEqualTo(3);
    assertThat(count.failed()).isEqualTo(2);
    assertThat(count.failures())
        .containsExactly(
            new EdgeCount.Failure("status 503", 10, 20),
            new EdgeCount.Failure("status 502", 30, 40));
  }

  @Test
  void whatWasUnderWayAtSomeMomentOfASpanFailedWithinIt() throws JsonException {
    var tally = new Tally("api");
    tally.failed("before", 10, 20);
    tally.failed("into", 15, 30);
    tally.failed("all over", 10, 60);
    tally.failed("out of", 40, 70);
    tally.failed("after", 51, 70);
    var count = EdgeCount.of(Json.parseObject(tally.json().toString()));
    assertThat(count.failedWithin(25, 50)).isEqualTo(3);
  }

  @Test
  void anEdgeWithoutRequestsHasNoLatency() {
    assertThat(new Tally("api").quantile(0.5)).isZero();
  }
}
