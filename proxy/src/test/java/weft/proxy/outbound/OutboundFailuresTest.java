package weft.proxy.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import weft.proxy.config.Addr;
import weft.proxy.h2.ErrorCode;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.RefusalLog;
import weft.proxy.telemetry.Registry;

class OutboundFailuresTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);

  private final Registry registry = new Registry(() -> 0, 100);
  private final RefusalLog last = new RefusalLog(10, Clock.systemUTC(), System::nanoTime);
  private final OutboundFailures failures =
      new OutboundFailures(last, new OutboundMetrics(registry));

  private String scrape() {
    var out = new StringBuilder();
    registry.write(out::append, Duration.ZERO);
    return out.toString();
  }

  @Test
  void whatACodecRefusesCountsAsUnexpected() {
    failures.refused(CLIENT, 431, "http/1 server: a head must be at most 65536 bytes");
    failures.fault(CLIENT, ErrorCode.ENHANCE_YOUR_CALM, true, "too many resets");
    assertThat(scrape()).contains("outbound_http_errors_total{error=\"unexpected\"} 2\n");
    assertThat(last.print())
        .contains("\"layer\":\"outbound http/1 server\",\"kind\":\"431\"")
        .contains("\"layer\":\"outbound http/2 server\",\"kind\":\"ENHANCE_YOUR_CALM\"");
  }

  @Test
  void anEndpointThatBreaksItsProtocolIsTold() {
    failures.serverFault(CLIENT, ErrorCode.PROTOCOL_ERROR, true, "a rule");
    assertThat(scrape()).doesNotContain("outbound_http_errors_total{");
    assertThat(last.print()).contains("\"layer\":\"outbound http/2 client\"");
  }

  @Test
  void aClosedConnectionCountsByTargetAndError() {
    failures.closed(CLIENT, Addr.parse("cache:6379", 0), "i/o", "Connection refused");
    failures.closed(CLIENT, Addr.parse("10.0.0.1:6379", 0), "failfast", "no endpoint");
    failures.closed(CLIENT, null, "unexpected", "neither HTTP nor CONNECT");
    assertThat(scrape())
        .contains(
            "outbound_tcp_errors_total{target_addr=\"cache:6379\",target_ip=\"\","
                + "target_port=\"6379\",error=\"i/o\"} 1\n")
        .contains(
            "outbound_tcp_errors_total{target_addr=\"10.0.0.1:6379\",target_ip=\"10.0.0.1\","
                + "target_port=\"6379\",error=\"failfast\"} 1\n")
        .contains("outbound_tcp_errors_total{error=\"unexpected\"} 1\n");
  }
}
