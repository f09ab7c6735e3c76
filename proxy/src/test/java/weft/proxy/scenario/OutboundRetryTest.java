package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.api.destination.DestinationProfile;
import weft.api.destination.HttpStatusRange;
import weft.api.destination.ResponseClass;
import weft.api.destination.ResponseMatch;
import weft.api.httproute.Timeouts;
import weft.api.meta.Metadata;
import weft.api.outbound.GrpcRoute;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.testkit.Covers;
import weft.testkit.mesh.Say;
import weft.testkit.peer.H2Socket;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/** What is tried again, and what takes too long: outbound.md 14 to 16. */
final class OutboundRetryTest {
  private static final String WEB = TestMesh.WEB;
  private static final String RETRIES = "outbound_http_route_retry_requests_total";
  private static final String SUCCESSES = "outbound_http_route_retry_successes_total";
  private static final String LIMITS = "outbound_http_route_retry_limit_exceeded_total";

  private final TestMesh mesh = new TestMesh();
  private final RawServer app = mesh.app();

  @AfterEach
  void close() {
    mesh.close();
  }

  private Sidecar under(OutboundPolicy policy) {
    mesh.knowsWeb(Say.endpoint(app.address()));
    mesh.control.outbound().whenCalled(call -> call.send(policy));
    return mesh.start(mesh.environment());
  }

  private Sidecar under(DestinationProfile.Builder profile) {
    mesh.knowsWeb(Say.endpoint(app.address()));
    mesh.control.profiles().whenCalled(call -> call.send(profile.build()));
    return mesh.start(mesh.environment());
  }

  private Sidecar retrying(int max) {
    return under(Routes.always(app, rule -> rule.setRetry(Routes.retrying(max))));
  }

  private Sidecar limited(Consumer<Timeouts.Builder> limits) {
    var timeouts = Timeouts.newBuilder();
    limits.accept(timeouts);
    return under(Routes.always(app, rule -> rule.setTimeouts(timeouts)));
  }

  private static String get(String... lines) {
    var more = new StringBuilder();
    for (var line : lines) {
      more.append(line).append("\r\n");
    }
    return "GET / HTTP/1.1\r\nhost: " + WEB + "\r\n" + more + "\r\n";
  }

  private static RawResponse asks(Sidecar proxy, String... lines) {
    var client = proxy.outbound();
    client.send(get(lines));
    return RawResponse.read(client);
  }

  // ---------------------------------------------------------------- retries of policies

  @Test
  @Covers({"outbound#67", "telemetry#T50"})
  void aFailureIsTriedAgain() {
    app.serve(Routes.statuses(500, 204));
    var proxy = retrying(1);
    assertThat(asks(proxy).status()).isEqualTo(204);
    proxy.awaitMetric(1, RETRIES);
    proxy.awaitMetric(1, SUCCESSES);
  }

  @Test
  @Covers({"outbound#68", "telemetry#T49"})
  void theLastFailureIsPassedOn() {
    app.serve(Routes.statuses(500, 500, 504, 204));
    var proxy = retrying(2);
    assertThat(asks(proxy).status()).isEqualTo(504);
    proxy.awaitMetric(2, RETRIES);
    proxy.awaitMetric(1, LIMITS);
    proxy.awaitMetric(3, "outbound_http_route_backend_requests_total");
    proxy.awaitMetric(1, "outbound_http_route_request_statuses_total", "http_status=\"504\"");
  }

  private static RawResponse posts(Sidecar proxy, String rest) {
    var client = proxy.outbound();
    client.send("POST / HTTP/1.1\r\nhost: " + WEB + "\r\n" + rest);
    return RawResponse.read(client);
  }

  /** Reads a request with a body that ends so, and answers; closes the connection. */
  private static String answers(RawSocket socket, String end, int status) {
    var request = socket.readThrough(end);
    socket.send("HTTP/1.1 " + status + " S\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    return request.substring(request.indexOf("\r\n\r\n") + 4);
  }

  @Test
  @Covers("outbound#69")
  void aLongBodyIsNotSentAgain() {
    app.serve(socket -> answers(socket, "x".repeat(1001), 500));
    var proxy = retrying(1);
    assertThat(posts(proxy, "content-length: 1001\r\n\r\n" + "x".repeat(1001)).status())
        .isEqualTo(500);
    assertThat(proxy.metric(RETRIES)).isZero();
  }

  @Test
  @Covers("outbound#70")
  void aBodyThatGrowsTooLongIsNotSentAgain() {
    app.serve(socket -> answers(socket, "\r\n0\r\n\r\n", 500));
    var chunk = "1f4\r\n" + "x".repeat(500) + "\r\n";
    var proxy = retrying(1);
    var response =
        posts(proxy, "transfer-encoding: chunked\r\n\r\n" + chunk + chunk + chunk + "0\r\n\r\n");
    assertThat(response.status()).isEqualTo(500);
    assertThat(proxy.metric(RETRIES)).isZero();
    proxy.awaitMetric(1, "outbound_http_route_retry_skipped_total", "reason=\"body_too_long\"");
  }

  @Test
  @Covers("outbound#71")
  void bodyAndTrailersAreSentAgain() {
    var proxy = retrying(1);
    var client = proxy.outbound();
    client.send("POST / HTTP/1.1\r\nhost: " + WEB + "\r\ntransfer-encoding: chunked\r\n");
    client.send("trailer: t\r\n\r\n384\r\n" + "x".repeat(900) + "\r\n0\r\nt: v\r\n\r\n");
    var first = answers(app.accept(), "t: v\r\n\r\n", 500);
    var second = answers(app.accept(), "t: v\r\n\r\n", 200);
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
    assertThat(second).isEqualTo(first).contains("x".repeat(900));
  }

  @Test
  @Covers("outbound#72")
  void theLastTryHasNoLimitOfItsOwn() {
    var proxy =
        under(
            Routes.always(
                app,
                rule ->
                    rule.setRetry(Routes.retrying(1).setTimeout(Routes.millis(100)))
                        .setTimeouts(Timeouts.newBuilder().setRequest(Routes.millis(5000)))));
    var client = proxy.outbound();
    client.send(get());
    var first = app.accept();
    Http.request(first);
    first.expectClosed();
    var second = app.accept();
    Http.request(second);
    client.expectSilence(Duration.ofMillis(300));
    second.send(Http.OK);
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
  }

  @Test
  @Covers("outbound#73")
  void theLimitOfTheWholeIsOfAllTries() {
    var proxy =
        under(
            Routes.always(
                app,
                rule ->
                    rule.setRetry(Routes.retrying(1).setTimeout(Routes.millis(100)))
                        .setTimeouts(Timeouts.newBuilder().setRequest(Routes.millis(250)))));
    var client = proxy.outbound();
    client.send(get());
    var response = RawResponse.read(client);
    assertThat(response.status()).isEqualTo(504);
    assertThat(response.header("l5d-proxy-error").orElseThrow()).contains("request timeout: 250ms");
    assertThat(response.header("connection")).isEmpty();
    client.expectStaysOpen(Duration.ofMillis(50));
  }

  private OutboundPolicy grpcRetrying() {
    var http2 = Say.forward(Say.http2Endpoint(app.address()));
    var first =
        GrpcRoute.Distribution.FirstAvailable.newBuilder()
            .addBackends(GrpcRoute.RouteBackend.newBuilder().setBackend(http2));
    var retry =
        GrpcRoute.Retry.newBuilder()
            .setMaxRetries(1)
            .setMaxRequestBytes(1000)
            .setConditions(GrpcRoute.Retry.Conditions.newBuilder().setInternal(true));
    return Routes.policy(
        ProxyProtocol.newBuilder()
            .setGrpc(
                ProxyProtocol.Grpc.newBuilder()
                    .addRoutes(
                        GrpcRoute.newBuilder()
                            .setMetadata(Metadata.newBuilder().setDefault("grpc"))
                            .addRules(
                                GrpcRoute.Rule.newBuilder()
                                    .setRetry(retry)
                                    .setBackends(
                                        GrpcRoute.Distribution.newBuilder()
                                            .setFirstAvailable(first))))));
  }

  private static H2Socket call(Sidecar proxy) {
    return H2Socket.client(proxy.outbound())
        .headers(
            1,
            true,
            ":method: POST",
            ":scheme: http",
            ":path: /s/m",
            ":authority: " + WEB,
            "content-type: application/grpc");
  }

  private static int stream(H2Socket server) {
    while (true) {
      if (server.hear() instanceof H2Socket.Heard.Head(int stream, var lines, var last)) {
        return stream;
      }
    }
  }

  @Test
  @Covers("outbound#74")
  void aStatusInTheTrailersIsTriedAgain() {
    var client = call(under(grpcRetrying()));
    var server = H2Socket.server(app.accept());
    int first = stream(server);
    server.headers(first, false, ":status: 200", "content-type: application/grpc");
    server.headers(first, true, "grpc-status: 13");
    int second = stream(server);
    server.headers(second, false, ":status: 200", "content-type: application/grpc");
    server.data(second, false, "answer");
    server.headers(second, true, "grpc-status: 0");
    assertThat(client.hearHead()).contains(":status: 200");
    assertThat(client.hear()).isEqualTo(new H2Socket.Heard.Data(1, "answer", false));
    assertThat(client.hearHead()).contains("grpc-status: 0");
  }

  @Test
  @Covers("outbound#75")
  void aStreamOfMessagesPassesAsItIs() {
    var client = call(under(grpcRetrying()));
    var server = H2Socket.server(app.accept());
    int stream = stream(server);
    server.headers(stream, false, ":status: 200", "content-type: application/grpc");
    server.data(stream, false, "one");
    assertThat(client.hearHead()).contains(":status: 200");
    assertThat(client.hear()).isEqualTo(new H2Socket.Heard.Data(1, "one", false));
    server.data(stream, false, "two").data(stream, false, "three");
    assertThat(client.hear()).isEqualTo(new H2Socket.Heard.Data(1, "two", false));
    assertThat(client.hear()).isEqualTo(new H2Socket.Heard.Data(1, "three", false));
    server.headers(stream, true, "grpc-status: 13");
    assertThat(client.hearHead()).contains("grpc-status: 13");
  }

  @Test
  @Covers("outbound#86")
  void aRefusedStreamIsTriedAgain() {
    var client = call(under(grpcRetrying()));
    var server = H2Socket.server(app.accept());
    server.reset(stream(server), 7);
    int second = stream(server);
    server.headers(second, true, ":status: 200", "grpc-status: 0");
    assertThat(client.hearHead()).contains("grpc-status: 0");
  }

  // ---------------------------------------------------------------- what requests ask for

  private Sidecar overridable() {
    return under(Routes.always(app, rule -> rule.setAllowL5DRequestHeaders(true)));
  }

  @Test
  @Covers("outbound#76")
  void fieldsOfRequestsAreForTheServerUnlessAllowed() {
    var proxy = under(Routes.always(app, rule -> {}));
    proxy.outbound().send(get("l5d-retry-http: 5xx"));
    var socket = app.accept();
    assertThat(Http.request(socket)).contains("l5d-retry-http: 5xx\r\n");
    socket.send("HTTP/1.1 500 S\r\ncontent-length: 0\r\n\r\n");
    app.expectNobody();
  }

  @Test
  @Covers("outbound#77")
  void requestsAskForRetriesWhereThatIsAllowed() {
    var proxy = overridable();
    var client = proxy.outbound();
    client.send(get("l5d-retry-http: 5xx", "l5d-retry-limit: 2"));
    for (int status : new int[] {500, 500, 200}) {
      var socket = app.accept();
      assertThat(Http.request(socket)).doesNotContain("l5d-retry");
      socket.send("HTTP/1.1 " + status + " S\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    }
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
  }

  @Test
  @Covers({"outbound#78", "outbound#79"})
  void requestsSetLimitsWhereThatIsAllowed() {
    var proxy = overridable();
    assertThat(asks(proxy, "l5d-timeout: 100ms").status()).isEqualTo(504);
    var response = asks(proxy, "l5d-timeout: 1h", "l5d-request-timeout: 100ms");
    assertThat(response.status()).isEqualTo(504);
    assertThat(response.header("l5d-proxy-error").orElseThrow()).contains("100ms");
  }

  // ---------------------------------------------------------------- limits

  @Test
  @Covers("outbound#80")
  void theTimeOfTheUploadDoesNotCountForTheResponse() {
    var proxy = limited(limits -> limits.setResponse(Routes.millis(100)));
    var client = proxy.outbound();
    client.send("POST / HTTP/1.1\r\nhost: " + WEB + "\r\ncontent-length: 2\r\n\r\n1");
    var socket = app.accept();
    socket.readThrough("\r\n\r\n1");
    client.expectSilence(Duration.ofMillis(300));
    client.send("2");
    socket.expect("2").send(Http.OK);
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
  }

  private RawSocket stalls(Sidecar proxy) {
    var client = proxy.outbound();
    client.send(get());
    var socket = app.accept();
    Http.request(socket);
    socket.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n");
    client.readThrough("1\r\nx\r\n");
    return client;
  }

  @Test
  @Covers("outbound#81")
  void aBodyThatStallsIsCut() {
    stalls(limited(limits -> limits.setIdle(Routes.millis(100)))).expectGone();
  }

  @Test
  @Covers("outbound#82")
  void aBodyBeyondTheLimitOfTheWholeIsCut() {
    stalls(limited(limits -> limits.setRequest(Routes.millis(200)))).expectGone();
  }

  // ---------------------------------------------------------------- retries of profiles

  private static ResponseClass success(int min, int max) {
    return ResponseClass.newBuilder()
        .setCondition(
            ResponseMatch.newBuilder()
                .setStatus(HttpStatusRange.newBuilder().setMin(min).setMax(max)))
        .build();
  }

  @Test
  @Covers("outbound#83")
  void aProfileTriesAgainWithinItsBudget() {
    app.serve(Routes.statuses(200, 533, 200, 533, 533));
    var proxy =
        under(
            Routes.profile(Routes.everything().setIsRetryable(true))
                .setRetryBudget(Routes.budget(1, 0)));
    assertThat(asks(proxy).status()).isEqualTo(200);
    assertThat(asks(proxy).status()).isEqualTo(200);
    assertThat(asks(proxy).status()).isEqualTo(533);
    proxy.awaitMetric(1, "route_retryable_total", "skipped=\"no_budget\"");
    proxy.awaitMetric(3, "route_request_total", "direction=\"outbound\"");
    proxy.awaitMetric(5, "route_actual_request_total", "direction=\"outbound\"");
  }

  @Test
  void aBudgetIsOneHoweverManyLoopsThereAre() {
    var asked = new AtomicInteger();
    app.serve(
        Routes.answering(
            n -> {
              asked.incrementAndGet();
              return "HTTP/1.1 500 S\r\ncontent-length: 0\r\n\r\n";
            }));
    mesh.knowsWeb(Say.endpoint(app.address()));
    var budget = Routes.budget(0, 1).setTtl(Routes.millis(60_000));
    var profile = Routes.profile(Routes.everything().setIsRetryable(true)).setRetryBudget(budget);
    mesh.control.profiles().whenCalled(call -> call.send(profile.build()));
    var proxy = mesh.start(mesh.environment().with("CORES", "3"));
    for (int i = 0; i < 9; i++) {
      assertThat(asks(proxy).status()).isEqualTo(500);
    }
    assertThat(asked).hasValue(9 + 60);
  }

  @Test
  @Covers("outbound#84")
  void aBudgetOutOfRangeIsNone() {
    app.serve(Routes.statuses(500));
    var profile = Routes.profile(Routes.everything().setIsRetryable(true));
    var proxy = under(profile.setRetryBudget(Routes.budget(10_000, 10)));
    assertThat(asks(proxy).status()).isEqualTo(500);
    proxy.awaitMetric(1, "route_retryable_total", "skipped=\"no_budget\"");
  }

  @Test
  @Covers("outbound#85")
  void whatTheRouteCallsASuccessIsNotTriedAgain() {
    app.serve(Routes.statuses(503));
    var route = Routes.everything().setIsRetryable(true);
    route.addResponseClasses(success(500, 504));
    route.addResponseClasses(success(500, 599).toBuilder().setIsFailure(true));
    var proxy = under(Routes.profile(route).setRetryBudget(Routes.budget(0, 10)));
    assertThat(asks(proxy).status()).isEqualTo(503);
  }

  @Test
  void aConnectionThatBreaksBeforeTheAnswerIsTriedAgain() {
    var route = Routes.everything().setIsRetryable(true);
    var proxy = under(Routes.profile(route).setRetryBudget(Routes.budget(0, 10)));
    var client = proxy.outbound();
    client.send(get());
    var broken = app.accept();
    Http.request(broken);
    broken.reset();
    var socket = app.accept();
    Http.request(socket);
    socket.send(Http.OK);
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
  }
}
