package weft.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
  private final AtomicLong now = new AtomicLong();
  private final Registry registry = new Registry(now::get, 100);

  private String scrape() {
    var out = new StringBuilder();
    registry.write(out::append, Duration.ofSeconds(1));
    return out.toString();
  }

  /** What stands before the metric that every registry has. */
  private String legacyPart() {
    String all = scrape();
    return all.substring(0, all.indexOf("# HELP weft_metrics"));
  }

  private String registryPart() {
    String all = scrape();
    int own = all.indexOf("weft_metrics_refused_series_total ");
    return all.substring(all.indexOf('\n', own) + 1);
  }

  @Test
  void theEndIsMarked() {
    assertThat(scrape()).endsWith("\n# EOF\n");
  }

  @Test
  void aLegacyCounterHasItsNameAndHelpAsDeclared() {
    var family = registry.legacyCounter("request_total", "Total count of HTTP requests.");
    registry.showLegacy(true, java.util.List.of(family));
    assertThat(legacyPart()).isEmpty();
    family.with(LabelSets.INBOUND.and("tls", "true")).add(42);
    assertThat(legacyPart())
        .isEqualTo(
            """
            # HELP request_total Total count of HTTP requests.
            # TYPE request_total counter
            request_total{direction="inbound",tls="true"} 42
            """);
  }

  @Test
  void aRegistryCounterGetsTotalAndAStop() {
    registry
        .counter("control_dns_resolutions", "Counts the number of DNS records.")
        .with(Labels.of("client", "policy"))
        .add();
    assertThat(registryPart())
        .isEqualTo(
            """
            # HELP control_dns_resolutions Counts the number of DNS records..
            # TYPE control_dns_resolutions counter
            control_dns_resolutions_total{client="policy"} 1
            # EOF
            """);
  }

  @Test
  void aUnitIsPartOfTheName() {
    registry.counter("sent", "Bytes", "bytes").with(Labels.NONE).add(5);
    registry.secondsGauge("since", "Time").with(Labels.NONE).set(12_500);
    assertThat(registryPart())
        .isEqualTo(
            """
            # HELP sent_bytes Bytes.
            # TYPE sent_bytes counter
            # UNIT sent_bytes bytes
            sent_bytes_total 5
            # HELP since_seconds Time.
            # TYPE since_seconds gauge
            # UNIT since_seconds seconds
            since_seconds 12.5
            # EOF
            """);
  }

  @Test
  void aLegacyHistogramCountsWholeNumbersWithItsBoundLast() {
    var family = registry.legacyHistogram("latency_ms", "Elapsed", Buckets.LATENCY_MS);
    registry.showLegacy(true, java.util.List.of(family));
    var histogram = family.with(LabelSets.OUTBOUND);
    histogram.observe(5);
    histogram.observe(6);
    histogram.observe(60_000);
    assertThat(legacyPart())
        .contains("latency_ms_bucket{direction=\"outbound\",le=\"4\"} 0\n")
        .contains("latency_ms_bucket{direction=\"outbound\",le=\"5\"} 1\n")
        .contains("latency_ms_bucket{direction=\"outbound\",le=\"10\"} 2\n")
        .contains("latency_ms_bucket{direction=\"outbound\",le=\"50000\"} 2\n")
        .endsWith(
            """
            latency_ms_bucket{direction="outbound",le="+Inf"} 3
            latency_ms_count{direction="outbound"} 3
            latency_ms_sum{direction="outbound"} 60011
            """);
  }

  @Test
  void aRegistryHistogramCountsDecimalsWithItsBoundFirst() {
    registry
        .histogram("wait", "Time", "seconds", Buckets.seconds(0.05, 1))
        .with(LabelSets.OUTBOUND)
        .observe(500_000_000);
    assertThat(registryPart())
        .contains(
            """
            wait_seconds_sum{direction="outbound"} 0.5
            wait_seconds_count{direction="outbound"} 1
            wait_seconds_bucket{le="0.05",direction="outbound"} 0
            wait_seconds_bucket{le="1.0",direction="outbound"} 1
            wait_seconds_bucket{le="+Inf",direction="outbound"} 1
            """);
  }

  @Test
  void headsOfABlockAreShownTogether() {
    var metrics = RequestMetrics.declare(registry, "route_actual_", false);
    metrics.target(LabelSets.OUTBOUND).requested();
    assertThat(legacyPart())
        .contains("# TYPE route_actual_request_total counter")
        .contains("# TYPE route_actual_response_total counter")
        .doesNotContain("latency");
  }

  @Test
  void labelValuesAreEscaped() {
    assertThat(Labels.of("a", "x\"y\\z\n").text()).isEqualTo("a=\"x\\\"y\\\\z\\n\"");
  }

  @ParameterizedTest
  @CsvSource({
    "503, false, '', '', 'status_code=\"503\",classification=\"failure\",grpc_status=\"\",error=\"\"'",
    "404, true, '', '', 'status_code=\"404\",classification=\"success\",grpc_status=\"\",error=\"\"'",
    "200, false, 13, '', 'status_code=\"200\",classification=\"failure\",grpc_status=\"13\",error=\"\"'",
    "0, false, '', unclassified, 'classification=\"failure\",grpc_status=\"\",error=\"unclassified\"'"
  })
  void aResponseIsCountedByItsOutcome(
      int status, boolean success, String grpc, String error, String labels) {
    var target = RequestMetrics.declare(registry, "", true).target(LabelSets.INBOUND);
    target.ended(status, success, grpc, error);
    target.ended(status, success, grpc, error);
    assertThat(legacyPart()).contains("response_total{direction=\"inbound\"," + labels + "} 2\n");
  }

  @Test
  void aSeriesThatNobodyHoldsIsShownOneLastTime() {
    var target = RequestMetrics.declare(registry, "", true).target(LabelSets.OUTBOUND);
    target.requested();
    target.answered(200, 3_000_000);
    target.ended(200, true, "", "");
    now.addAndGet(Duration.ofSeconds(100).toNanos());
    assertThat(legacyPart()).contains("request_total{");
    assertThat(legacyPart()).contains("request_total{");
    target.close();
    now.addAndGet(Duration.ofMillis(999).toNanos());
    assertThat(legacyPart()).contains("request_total{");
    now.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(legacyPart()).contains("request_total{").contains("response_latency_ms_count");
    assertThat(legacyPart()).isEmpty();
  }

  @Test
  void aSeriesThatIsHeldAgainStartsAnew() {
    var family = registry.legacyCounter("x_total", "X");
    registry.showLegacy(true, java.util.List.of(family));
    var first = registry.holds();
    first.with(family, Labels.NONE).add(3);
    first.close();
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    scrape();
    var second = registry.holds();
    second.with(family, Labels.NONE).add(1);
    assertThat(legacyPart()).endsWith("x_total 1\n");
    second.close();
  }

  @Test
  void aFamilyHasABoundAndCountsWhatItRefused() {
    var family = registry.counter("many", "Many");
    for (int i = 0; i < 103; i++) {
      family.with(Labels.of("i", Integer.toString(i))).add();
    }
    assertThat(registry.refusedSeries()).isEqualTo(3);
    assertThat(scrape())
        .contains("weft_metrics_refused_series_total 3\n")
        .doesNotContain("many_total{i=\"100\"}");
  }

  @Test
  void connectionsAreCountedAndTheirEndsByError() {
    var target = new TransportMetrics(registry).target(LabelSets.OUTBOUND.and("peer", "dst"));
    target.opened();
    target.opened();
    target.read(100);
    assertThat(legacyPart()).doesNotContain("tcp_close_total");
    target.closed("ECONNRESET");
    assertThat(legacyPart())
        .contains("tcp_open_total{direction=\"outbound\",peer=\"dst\"} 2\n")
        .contains("tcp_open_connections{direction=\"outbound\",peer=\"dst\"} 1\n")
        .contains("tcp_read_bytes_total{direction=\"outbound\",peer=\"dst\"} 100\n")
        .contains("tcp_close_total{direction=\"outbound\",peer=\"dst\",errno=\"ECONNRESET\"} 1\n");
  }

  @Test
  void aBalancerShowsItsGate() {
    var target =
        new BalancerMetrics(registry, "outbound_http_balancer").target(Labels.NONE, 5_000, 3_000);
    assertThat(scrape())
        .contains("outbound_http_balancer_queue_gate_open_total 1\n")
        .contains("outbound_http_balancer_queue_gate_open_time_seconds 5.0\n")
        .contains("outbound_http_balancer_queue_gate_timeout_seconds 3.0\n")
        .contains("outbound_http_balancer_endpoints{endpoint_state=\"ready\"} 0\n");
    target.gateShut(6_000);
    assertThat(scrape()).contains("outbound_http_balancer_queue_gate_open_time_seconds 0.0\n");
  }

  @ParameterizedTest
  @CsvSource({"1790000000, 1790000000.0", "0.0005, 0.0005", "1e21, 1000000000000000000000.0"})
  void decimalsHaveNoExponent(double value, String text) {
    assertThat(SampleWriter.text(value)).isEqualTo(text);
  }
}
