package weft.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import weft.proxy.telemetry.BalancerMetrics;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.Registry;

class BalancerEventsTest {
  private final Clock clock = Clock.fixed(Instant.ofEpochSecond(1000), ZoneOffset.UTC);
  private final Registry registry = new Registry(() -> 0, 100);
  private final BalancerMetrics metrics = new BalancerMetrics(registry, "b");
  private final BalancerEvents one = events();
  private final BalancerEvents other = events();

  private BalancerEvents events() {
    return new BalancerEvents(
        metrics.target(Labels.of("parent", "web"), clock.millis(), 3000), clock);
  }

  private String scrape() {
    var out = new StringBuilder();
    registry.write(out::append, Duration.ZERO);
    return out.toString();
  }

  @Test
  void theGaugesOfTwoLoopsAddUp() {
    one.endpoints(2, 1);
    other.endpoints(1, 0);
    one.length(5);
    other.length(7);
    one.endpoints(3, 0);
    assertThat(scrape())
        .contains("b_p2c_endpoints{parent=\"web\"} 4\n")
        .contains("b_endpoints{endpoint_state=\"ready\",parent=\"web\"} 4\n")
        .contains("b_endpoints{endpoint_state=\"pending\",parent=\"web\"} 0\n")
        .contains("b_queue_length{parent=\"web\"} 12\n");
  }

  @Test
  void aBalancerThatIsRetiredTakesItsPartWithIt() {
    one.endpoints(2, 1);
    other.endpoints(1, 0);
    one.endpoints(0, 0);
    assertThat(scrape()).contains("b_p2c_endpoints{parent=\"web\"} 1\n");
  }

  @Test
  void theGateTellsSinceWhenItIsShut() {
    one.gateShut(Duration.ofSeconds(3));
    assertThat(scrape())
        .contains("b_queue_gate_shut_total{parent=\"web\"} 1\n")
        .contains("b_queue_gate_shut_time_seconds{parent=\"web\"} 1000.0\n")
        .contains("b_queue_gate_open_time_seconds{parent=\"web\"} 0.0\n")
        .contains("b_queue_gate_timeout_seconds{parent=\"web\"} 3.0\n");
  }
}
