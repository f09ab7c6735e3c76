package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.proxy.stack.TestTimers;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.Registry;
import weft.proxy.telemetry.StreamMetrics;

class CountStreamsTest {
  private static final Labels ROUTE = Labels.of("route_name", "http");

  private final TestTimers timers = new TestTimers();
  private final TestService inner = new TestService();
  private final Registry registry = new Registry(() -> 0, 100);
  private final OutboundMetrics metrics = new OutboundMetrics(registry);

  private Exchange ask(StreamMetrics counted, RequestHead head, boolean last) {
    HttpService service =
        new CountStreams<Object>(target -> any -> counted, timers).wrap("", inner);
    var exchange = service.open(head, new TestCaller());
    exchange.start(last);
    return exchange;
  }

  private Exchange asksRoute() {
    return ask(metrics.http.route(ROUTE), Requests.get(), true);
  }

  private String scrape() {
    var out = new StringBuilder();
    registry.write(out::append, Duration.ZERO);
    return out.toString();
  }

  private void counted(String httpStatus, String error) {
    assertThat(scrape())
        .contains(
            "outbound_http_route_request_statuses_total{route_name=\"http\",http_status=\""
                + httpStatus
                + "\",error=\""
                + error
                + "\"} 1\n");
  }

  @Test
  void aResponseCountsAtItsEndByItsStatus() {
    asksRoute();
    inner.last().answers(200, false);
    assertThat(scrape()).doesNotContain("request_statuses_total{");
    inner.last().caller.responseData(Requests.piece("a"), true);
    counted("200", "");
  }

  @Test
  void aClientThatGoesAwayIsUnknown() {
    asksRoute().cancel(new Reset.Remote(8));
    counted("", "UNKNOWN");
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new Refusal(Refusal.Kind.FAIL_FAST, "late").reset(), "FAIL_FAST"),
        Arguments.of(LoadShed.refusal("full"), "LOAD_SHED"),
        Arguments.of(
            late("timed out waiting for response headers: request timeout"), "REQUEST_TIMEOUT"),
        Arguments.of(late("response header timeout"), "RESPONSE_HEADERS_TIMEOUT"),
        Arguments.of(late("response stream timeout"), "RESPONSE_STREAM_TIMEOUT"),
        Arguments.of(late("stream idle timeout"), "IDLE_TIMEOUT"),
        Arguments.of(new Reset.Remote(8), "CANCEL"),
        Arguments.of(new Reset.Remote(7), "REFUSED"),
        Arguments.of(new Reset.Remote(11), "ENHANCE_YOUR_CALM"),
        Arguments.of(new Reset.Remote(2), "RESET"),
        Arguments.of(new Reset.Io("reset").in("endpoint 10.0.0.1:80"), "IO"),
        Arguments.of(new Reset.Malformed(1, "rule"), "UNKNOWN"));
  }

  private static Reset late(String which) {
    return new Reset.TimedOut(which, Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void whatBreaksAStreamHasAName(Reset why, String error) {
    asksRoute();
    inner.last().caller.fail(why);
    counted("", error);
  }

  @Test
  void theDurationOfARouteBeginsWithTheRequestAndThatOfABackendWithItsEnd() {
    var exchange = ask(metrics.http.route(ROUTE), Requests.get(), false);
    timers.advance(Duration.ofSeconds(2));
    exchange.requestData(Requests.piece("body"), true);
    inner.last().answers(200, true);
    assertThat(scrape())
        .contains("outbound_http_route_request_duration_seconds_sum{route_name=\"http\"} 2.0\n")
        .contains("outbound_http_route_request_frame_size_bytes_sum{route_name=\"http\"} 4.0\n");

    exchange = ask(metrics.http.backend(ROUTE), Requests.get(), false);
    timers.advance(Duration.ofSeconds(2));
    exchange.requestData(Requests.piece("body"), true);
    timers.advance(Duration.ofSeconds(1));
    inner.last().answers(200, true);
    assertThat(scrape())
        .contains("outbound_http_route_backend_requests_total{route_name=\"http\"} 1\n")
        .contains(
            "outbound_http_route_backend_response_duration_seconds_sum{route_name=\"http\"} 1.0\n");
  }

  @Test
  void aResponseThatEndsFirstTookNoTime() {
    var exchange = ask(metrics.http.backend(ROUTE), Requests.get(), false);
    timers.advance(Duration.ofSeconds(2));
    inner.last().answers(200, true);
    exchange.requestData(Requests.piece("body"), true);
    assertThat(scrape())
        .contains(
            "outbound_http_route_backend_response_duration_seconds_sum{route_name=\"http\"} 0.0\n");
  }

  @Test
  void aCallCountsByTheNameOfItsStatus() {
    StreamMetrics route = metrics.grpc.route(ROUTE);
    ask(route, Requests.grpc(TestClient.unmeshed()), true);
    inner.last().answers(200, false);
    inner.last().caller.responseTrailers(Headers.of(Requests.line("grpc-status", "14")));
    ask(route, Requests.grpc(TestClient.unmeshed()), true);
    inner.last().answers(200, true);
    assertThat(scrape())
        .contains("{route_name=\"http\",grpc_status=\"UNAVAILABLE\",error=\"\"} 1\n")
        .contains("{route_name=\"http\",grpc_status=\"UNKNOWN\",error=\"\"} 1\n");
  }
}
