package weft.proxy.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.proxy.config.Addr;
import weft.proxy.config.Baseline;
import weft.testkit.Covers;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/** What an outbound proxy counts and tells, over real sockets. */
class CountingTest {
  private static final String NAMES =
      "parent_group=\"\",parent_kind=\"default\",parent_namespace=\"\",parent_name=\"fallback\","
          + "parent_port=\"\",parent_section_name=\"\",route_group=\"\",route_kind=\"default\","
          + "route_namespace=\"\",route_name=\"fallback\",";
  private static final String ROUTE = "outbound_http_route_request_statuses_total{" + NAMES;
  private static final String BACKEND =
      NAMES
          + "backend_group=\"\",backend_kind=\"default\",backend_namespace=\"\","
          + "backend_name=\"fallback\",backend_port=\"\",backend_section_name=\"\"";

  private final RawServer server = RawServer.start();
  private OutboundPort proxy;
  private RawSocket client;

  @BeforeEach
  void open() throws Exception {
    proxy = new OutboundPort(new Baseline().with("OUTBOUND_METRICS_HOSTNAME_LABELS", "true"));
    client = RawSocket.connect(proxy.port());
  }

  @AfterEach
  void close() {
    client.close();
    proxy.close();
    server.close();
  }

  private String target() {
    return "127.0.0.1:" + server.port();
  }

  private String labels() {
    return "target_addr=\""
        + target()
        + "\",target_ip=\"127.0.0.1\",target_port=\""
        + server.port()
        + "\",tls=\"no_identity\",no_tls_reason=\"not_provided_by_service_discovery\"";
  }

  private RawSocket asks() {
    return client.send("GET / HTTP/1.1\r\nHost: " + target() + "\r\n\r\n");
  }

  /** Counting may come after what is seen outside. */
  private void shows(String... samples) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    for (String sample : samples) {
      while (!proxy.scrape().contains(sample) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(proxy.scrape()).contains(sample);
    }
  }

  @Covers("telemetry#T46")
  @Test
  void aRequestCountsForRouteBackendEndpointAndConnections() {
    asks();
    RawSocket at = server.accept();
    String head = at.readThrough("\r\n\r\n");
    at.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi");
    client.readThrough("hi");
    shows(
        ROUTE + "hostname=\"\",http_status=\"200\",error=\"\"} 1\n",
        "outbound_http_route_backend_requests_total{" + BACKEND + "} 1\n",
        "outbound_http_route_backend_response_statuses_total{"
            + BACKEND
            + ",http_status=\"200\",error=\"\"} 1\n",
        "request_total{direction=\"outbound\"," + labels() + "} 1\n",
        "response_total{direction=\"outbound\","
            + labels()
            + ",status_code=\"200\",classification=\"success\",grpc_status=\"\",error=\"\"} 1\n",
        "tcp_open_total{direction=\"outbound\",peer=\"dst\"," + labels() + "} 1\n",
        "tcp_write_bytes_total{direction=\"outbound\",peer=\"dst\","
            + labels()
            + "} "
            + head.length()
            + "\n",
        "tcp_open_connections{direction=\"outbound\",peer=\"src\",target_addr=\"127.0.0.1:"
            + proxy.port()
            + "\",");
    assertThat(proxy.scrape()).doesNotContain("outbound_http_errors_total{");
  }

  @Test
  void aRefusedConnectionIsAResponseOf502() {
    server.close();
    asks();
    assertThat(client.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 502 ");
    shows(ROUTE + "hostname=\"\",http_status=\"502\",error=\"\"} 1\n");
    assertThat(proxy.scrape()).doesNotContain("outbound_http_errors_total{");
  }

  @Covers("telemetry#T51")
  @Test
  void aClientThatGoesAwayIsCountedAsUnknown() {
    asks();
    server.accept().readThrough("\r\n\r\n");
    client.reset();
    shows(ROUTE + "hostname=\"\",http_status=\"\",error=\"UNKNOWN\"} 1\n");
  }

  @Test
  void aRefusalIsToldAndCounted() {
    client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    assertThat(client.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    shows("outbound_http_errors_total{error=\"unexpected\"} 1\n");
    assertThat(proxy.refusals())
        .contains("\"layer\":\"outbound http/1 server\",\"kind\":\"400\",\"peer\":\"127.0.0.1:")
        .hasLineCount(1);
  }

  @Test
  void aLoopIsToldWithItsReason() {
    client.send("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + proxy.port() + "\r\n\r\n");
    assertThat(client.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 508 ");
    shows("outbound_http_errors_total{error=\"unexpected\"} 1\n");
    assertThat(proxy.refusals()).contains("is a listener of this proxy itself");
  }

  @Covers("telemetry#T54")
  @Test
  void aResetByTheEndpointHasItsErrno() throws Exception {
    var listener = proxy.listen(new Addr.Socket(server.address()));
    try (var other = RawSocket.connect(listener.address().getPort())) {
      other.send("\u0000\u0001 no request at all");
      server.accept().expect("\u0000\u0001 no request at all").reset();
      shows(
          "tcp_close_total{direction=\"outbound\",peer=\"dst\","
              + labels()
              + ",errno=\"ECONNRESET\"} 1\n",
          "outbound_tcp_route_open_total{" + NAMES + "target_ip=\"127.0.0.1\",",
          "outbound_tcp_protocol_connections_total{protocol=\"detect\",",
          "outbound_tcp_detect_http_results_total{result=\"not_http\",");
    } finally {
      listener.close();
    }
  }
}
