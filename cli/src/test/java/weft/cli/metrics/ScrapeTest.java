package weft.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScrapeTest {
  @Test
  void samplesOfBothPartsAreRead() {
    var scrape =
        Scrape.parse(
            """
            # HELP response_total Total
            # TYPE response_total counter
            response_total{direction="inbound",tls="true",error=""} 42
            process_cpu_seconds_total 12.5
            odd{path="a\\"b,c}"} 1
            # EOF
            """);
    assertThat(scrape.samples()).hasSize(3);
    assertThat(scrape.sum("response_total", s -> s.has("tls", "true"))).isEqualTo(42);
    assertThat(scrape.sum("process_cpu_seconds_total", _ -> true)).isEqualTo(12.5);
    assertThat(scrape.of("odd", _ -> true).getFirst().label("path")).isEqualTo("a\"b,c}");
  }

  @Test
  void whatIsNoSampleIsPassedOver() {
    assertThat(Scrape.parse("\n{\nname\nname{a=\"\nname{a\nname x\n").samples()).isEmpty();
  }

  @Test
  void aQuantileIsInterpolatedInsideItsBucketAndOfTheTimeBetweenTheScrapes() {
    var before =
        Scrape.parse(
            "l_bucket{le=\"10\"} 100\nl_bucket{le=\"20\"} 100\nl_bucket{le=\"+Inf\"} 100\n");
    var after =
        Scrape.parse(
            "l_bucket{le=\"10\"} 100\nl_bucket{le=\"20\"} 110\nl_bucket{le=\"+Inf\"} 110\n");
    var latency = Latency.between(before, after, "l", _ -> true);
    assertThat(latency.count()).isEqualTo(10);
    assertThat(latency.quantile(0.5)).isCloseTo(15, within(0.01));
    assertThat(Latency.between(after, after, "l", _ -> true).quantile(0.5)).isNaN();
  }
}
