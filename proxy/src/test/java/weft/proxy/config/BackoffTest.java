package weft.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration MIN = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofSeconds(10);

  @Test
  void waitsDoubleUpToTheLongest() {
    var backoff = new Backoff(MIN, MAX, 0);
    var random = new SplittableRandom(1);
    assertThat(backoff.delayNanos(0, random)).isEqualTo(MIN.toNanos());
    assertThat(backoff.delayNanos(3, random)).isEqualTo(8 * MIN.toNanos());
    assertThat(backoff.delayNanos(Integer.MAX_VALUE, random)).isEqualTo(MAX.toNanos());
  }

  @Property
  void jitterAddsAtMostItsShare(@ForAll @IntRange(max = 100) int failures, @ForAll long seed) {
    long plain = new Backoff(MIN, MAX, 0).delayNanos(failures, new SplittableRandom(seed));
    long delay = new Backoff(MIN, MAX, 0.5).delayNanos(failures, new SplittableRandom(seed));
    assertThat(delay).isBetween(plain, Math.min(plain + plain / 2, MAX.toNanos()));
  }
}
