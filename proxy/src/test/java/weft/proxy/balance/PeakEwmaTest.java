package weft.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MS = 1_000_000L;

  private final PeakEwma load = new PeakEwma(Duration.ofMillis(30), Duration.ofSeconds(10), 0);

  private void sample(long rtt, long now) {
    load.begin();
    load.complete(rtt, now);
  }

  @Test
  void anUnknownEndpointCostsTheDefault() {
    assertThat(load.cost(0)).isEqualTo(30.0 * MS);
  }

  @Test
  void noEstimateBeginsBelowAMillisecond() {
    assertThat(new PeakEwma(Duration.ZERO, Duration.ofSeconds(1), 0).cost(0)).isEqualTo(1.0 * MS);
  }

  @Test
  void aPeakIsBelievedAtOnce() {
    sample(500 * MS, 1);
    assertThat(load.cost(1)).isEqualTo(500.0 * MS);
  }

  @Test
  void aFasterAnswerIsBlendedByAge() {
    sample(10 * MS, 10 * SECOND);
    double weight = Math.exp(-1);
    assertThat(load.cost(10 * SECOND))
        .isCloseTo(30 * MS * weight + 10 * MS * (1 - weight), within(1.0));
  }

  @Test
  void readingForgetsExponentially() {
    assertThat(load.cost(10 * SECOND)).isCloseTo(30 * MS * Math.exp(-1), within(1.0));
    assertThat(load.cost(20 * SECOND)).isCloseTo(30 * MS * Math.exp(-2), within(1.0));
  }

  @Test
  void whatIsUnderWayMultiplies() {
    load.begin();
    load.begin();
    assertThat(load.cost(0)).isEqualTo(90.0 * MS);
    load.complete(MS, 0);
    assertThat(load.cost(0)).isEqualTo(60.0 * MS);
  }

  @Test
  void aSampleThatIsNotNewerIsDropped() {
    sample(500 * MS, 0);
    assertThat(load.cost(0)).isEqualTo(30.0 * MS);
  }
}
