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
  void theReportCountsFailuresAsRequestsAndSaysWhy() throws JsonException {
    var tally = new Tally("api");
    tally.succeeded(1);
    tally.failed("status 503");
    tally.failed("status 503");
    var report = Json.parseObject(tally.json().toString());
    assertThat(report.whole("requests")).isEqualTo(3);
    assertThat(report.whole("failed")).isEqualTo(2);
    assertThat(report.members("failures").whole("status 503")).isEqualTo(2);
  }

  @Test
  void anEdgeWithoutRequestsHasNoLatency() {
    assertThat(new Tally("api").quantile(0.5)).isZero();
  }
}
