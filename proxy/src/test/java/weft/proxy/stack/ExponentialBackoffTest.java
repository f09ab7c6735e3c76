package weft.proxy.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExponentialBackoffTest {
  private static final Duration MIN = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofMillis(500);

  @Test
  void delaysDoubleUpToTheLongest() {
    var backoff = new ExponentialBackoff(MIN, MAX, 0);
    var random = new SplittableRandom(1);
    assertThat(List.of(0, 1, 2, 3, 4, 100, Integer.MAX_VALUE))
        .extracting(i -> backoff.delay(i, random).toMillis())
        .containsExactly(100L, 200L, 400L, 500L, 500L, 500L, 500L);
  }

  @Property
  void jitterAddsAtMostItsPartAndNeverPassesTheLongest(
      @ForAll @IntRange(min = 0, max = 40) int failures,
      @ForAll @DoubleRange(min = 0, max = 100) double jitter,
      @ForAll long seed) {
    var base = new ExponentialBackoff(MIN, MAX, 0).delay(failures, new SplittableRandom(0));
    var delay =
        new ExponentialBackoff(MIN, MAX, jitter).delay(failures, new SplittableRandom(seed));
    assertThat(delay).isBetween(base, MAX);
    assertThat((double) delay.toNanos()).isLessThanOrEqualTo(base.toNanos() * (1 + jitter) + 1);
  }

  @Test
  void noFirstDelayIsLegalOnlyWithALongest() {
    var none = new ExponentialBackoff(Duration.ZERO, MAX, 0);
    assertThat(none.delay(5, new SplittableRandom(0))).isZero();
    assertThatThrownBy(() -> new ExponentialBackoff(Duration.ZERO, Duration.ZERO, 0))
        .hasMessageContaining("max > 0");
    assertThatThrownBy(() -> new ExponentialBackoff(MAX, MIN, 0)).hasMessageContaining("min <=");
    assertThatThrownBy(() -> new ExponentialBackoff(MIN, MAX, Double.NaN))
        .hasMessageContaining("jitter");
  }
}
