package weft.proxy.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.proxy.config.Baseline;
import weft.testkit.Covers;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/** What an inbound proxy counts and tells, over real sockets. */
class CountingTest {
  private static final String SKIPPED = "tls=\"no_identity\",no_tls_reason=\"port_skipped\"";
  private static final String NO_TLS = "tls=\"no_identity\",no_tls_reason=\"no_tls_from_remote\"";
  private static final String ROUTE =
      "route_group=\"\",route_kind=\"default\",route_name=\"default\"";
  private static final String AUTHZ =
      "authz_group=\"\",authz_kind=\"default\",authz_name=\"all-unauthenticated\"";

  private final RawServer app = RawServer.start();
  private InboundPort proxy;
  private RawSocket client;

  @BeforeEach
  void open() throws Exception {
    start(new Baseline());
  }

  private void start(Baseline variables) throws Exception {
    proxy = new InboundPort(app.port(), variables);
    client = RawSocket.connect(proxy.port());
  }

  private void restart(Baseline variables) throws Exception {
    client.close();
    proxy.close();
    start(variables);
  }

  @AfterEach
  void close() {
    client.close();
    proxy.close();
    app.close();
  }

  private String target() {
    return "target_addr=\"127.0.0.1:"
        + app.port()
        + "\",target_ip=\"127.0.0.1\",target_port=\""
        + app.port()
        + "\"";
  }

  private String server(String name) {
    return "srv_group=\"\",srv_kind=\"default\",srv_name=\""
        + name
        + "\",srv_port=\""
        + app.port()
        + "\"";
  }

  private String server() {
    return server("all-unauthenticated");
  }

  private String requests() {
    return "{direction=\"inbound\"," + String.join(",", target(), NO_TLS, server(), ROUTE, AUTHZ);
  }

  private String registry() {
    return "{parent_group=\"\",parent_kind=\"default\",parent_name=\"all-unauthenticated\","
        + "parent_port=\""
        + app.port()
        + "\","
        + ROUTE;
  }

  private String response(int status, String classification) {
    return "response_total"
        + requests()
        + ",status_code=\""
        + status
        + "\",classification=\""
        + classification
        + "\",grpc_status=\"\",error=\"\"} 1\n";
  }

  private RawSocket asks() {
    client.send("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    RawSocket at = app.accept();
    at.readThrough("\r\n\r\n");
    return at;
  }

  private void answers(int status) {
    asks().send("HTTP/1.1 " + status + " Said\r\ncontent-length: 2\r\n\r\nhi");
    client.readThrough("hi");
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

  @Covers("telemetry#T31")
  @Test
  void aRequestCountsWhereItIsAuthorizedRoutedAndAnswered() {
    answers(200);
    shows(
        "request_total" + requests() + "} 1\n",
        response(200, "success"),
        "response_latency_ms_count" + requests() + ",status_code=\"200\"} 1\n",
        "inbound_http_authz_allow_total{"
            + String.join(",", target(), server(), ROUTE, AUTHZ, NO_TLS)
            + "} 1\n",
        "inbound_http_requests_total" + registry() + "} 1\n",
        "inbound_http_statuses_total" + registry() + ",status=\"200\"} 1\n",
        "tcp_open_total{direction=\"inbound\",peer=\"src\","
            + String.join(",", target(), NO_TLS, server())
            + "} 1\n",
        "tcp_open_total{direction=\"inbound\",peer=\"dst\",tls=\"no_identity\","
            + "no_tls_reason=\"loopback\"} 1\n",
        "inbound_tcp_detect_http_results_total{result=\"http/1\"," + server() + "} 1\n",
        "inbound_tcp_detect_http_results_total{result=\"error\"," + server() + "} 0\n");
  }

  @Covers("telemetry#T32")
  @Test
  void aServerErrorIsAFailure() {
    answers(503);
    shows(response(503, "failure"));
  }

  @Covers("telemetry#T33")
  @Test
  void aClientErrorIsASuccess() {
    answers(404);
    shows(response(404, "success"));
  }

  @Covers("telemetry#T37b")
  @Test
  void aRefusedConnectionCountsAs502() {
    app.close();
    client.send("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    assertThat(client.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 502 ");
    shows(response(502, "failure"));
    assertThat(proxy.scrape()).doesNotContain("inbound_http_errors_total{");
  }

  @Covers("telemetry#T40")
  @Test
  void aStreamCountsAsAnsweredOnlyOnceItHasEnded() {
    RawSocket at = asks();
    at.send("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nhi");
    client.readThrough("hi");
    shows("request_total" + requests() + "} 1\n");
    assertThat(proxy.scrape())
        .doesNotContain("response_total{")
        .doesNotContain("inbound_http_statuses_total{");
    at.send("ho");
    client.readThrough("ho");
    shows(response(200, "success"));
  }

  @Test
  void aDeniedConnectionIsCountedAndToldButNoError() throws Exception {
    restart(new Baseline().with("INBOUND_DEFAULT_POLICY", "deny"));
    client.send("GET / HTTP/1.1\r\nHost: web\r\n\r\n").expectEnd();
    shows(
        "inbound_tcp_authz_deny_total{"
            + String.join(",", target(), server("deny"), SKIPPED)
            + "} 1\n");
    assertThat(proxy.scrape()).doesNotContain("inbound_tcp_errors_total{");
    assertThat(proxy.refusals())
        .contains("\"layer\":\"inbound tcp\",\"kind\":\"unauthorized\"")
        .contains("connection denied by policy deny");
  }

  @Test
  void aDeniedRequestIsCountedAndToldButNoError() throws Exception {
    restart(new Baseline().with("INBOUND_DEFAULT_POLICY", "all-authenticated"));
    client.send("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    assertThat(client.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 403 ");
    shows(
        "inbound_http_authz_deny_total{"
            + String.join(",", target(), server("all-authenticated"), ROUTE, NO_TLS)
            + "} 1\n");
    assertThat(proxy.scrape()).doesNotContain("inbound_http_errors_total{");
    assertThat(proxy.refusals()).contains("\"kind\":\"unauthorized\"");
  }

  @Test
  void whatTheCodecRefusesIsAnError() {
    client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    assertThat(client.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    shows("inbound_http_errors_total{error=\"unexpected\"," + target() + "," + server() + "} 1\n");
    assertThat(proxy.refusals()).contains("\"layer\":\"inbound http/1 server\"");
  }

  @Test
  void theStacksAreListedWithoutAnybodyBeingAskedOrCounted() {
    assertThat(proxy.stacks())
        .extracting(listing -> listing.stack())
        .containsExactly("inbound http server", "inbound http application");
    assertThat(proxy.scrape()).doesNotContain("authz");
  }
}
