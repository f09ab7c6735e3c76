package weft.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.testkit.Covers;

class RefreshTimesTest {
  private static final Instant NOW = TestAuthority.NOW;

  @ParameterizedTest
  @Covers({"identity-tls#10", "identity-tls#11"})
  @CsvSource({
    "PT24H, PT10S, PT24H, PT16H48M",
    "PT48H, PT10S, PT24H, PT24H",
    "PT5S, PT10S, PT24H, PT10S",
    "PT7H12M, PT10S, PT24H, PT5H2M24S",
    "PT60S, PT1S, PT24H, PT42S",
    "PT60S, PT1S, PT3S, PT3S",
    "PT0.02S, PT0S, PT24H, PT0.014S",
    "PT-1S, PT10S, PT24H, PT10S",
    "PT100S, PT90S, PT80S, PT90S"
  })
  void thatIsTheWait(Duration left, Duration min, Duration max, Duration wait) {
    assertThat(new RefreshTimes(min, max).next(NOW.plus(left), NOW)).isEqualTo(wait);
  }

  @Test
  void withoutCertificateTheWaitIsTheShortest() {
    var times = new RefreshTimes(Duration.ofSeconds(10), Duration.ofHours(24));
    assertThat(times.next(null, NOW)).isEqualTo(Duration.ofSeconds(10));
  }

  @Property
  void theWaitIsWithinItsLimitsAndBeforeExpiry(
      @ForAll @LongRange(min = 0, max = 10_000_000) long left) {
    var times = new RefreshTimes(Duration.ofSeconds(10), Duration.ofHours(24));
    var wait = times.next(NOW.plusSeconds(left), NOW);
    assertThat(wait).isBetween(times.min(), times.max());
    assertThat(wait.toSeconds()).isLessThanOrEqualTo(Math.max(10, left));
  }
}
