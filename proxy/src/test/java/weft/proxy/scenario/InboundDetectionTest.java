package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.testkit.Covers;
import weft.testkit.mesh.MeshTls;
import weft.testkit.mesh.Say;
import weft.testkit.mesh.TransportHeader;
import weft.testkit.peer.H2Socket;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;

/** What a connection speaks, by policy and by its first bytes: inbound.md 4 to 8. */
final class InboundDetectionTest {
  private static final String RESULTS = "inbound_tcp_detect_http_results_total";

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  private Sidecar impatient(RawServer app) {
    var environment = mesh.environment().accepting(app.port());
    return mesh.start(environment.with("INBOUND_DETECT_TIMEOUT", "300ms"));
  }

  // ---------------------------------------------------------------- by the first bytes

  @Test
  @Covers("inbound#13")
  void bytesThatAreNotHttpReachTheApplication() {
    var proxy = mesh.beside(mesh.app().serve(Http.ECHO));
    proxy.plain().send("custom tcp hello\n").expect("custom tcp hello\n");
  }

  @Test
  @Covers("inbound#16")
  void aSilentClientIsClosedAfterTheTimeout() {
    var app = mesh.app();
    var proxy = impatient(app);
    proxy.plain().expectEnd();
    var target = "target_addr=\"127.0.0.1:" + app.port() + "\"";
    proxy.awaitMetric(1, "inbound_tcp_errors_total", "tls detection timeout", target);
  }

  @Test
  @Covers("inbound#17")
  void aSilentClientHoldsUpNobody() {
    var proxy = mesh.beside(mesh.app().serve(Http.ECHO));
    proxy.plain();
    proxy.plain().send("custom tcp hello\n").expect("custom tcp hello\n");
  }

  @Test
  @Covers("inbound#19")
  void aFirstSegmentOfFiveBytesIsNotHttp() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var client = proxy.plain().send("GET /");
    var forwarded = app.accept().expect("GET /");
    client.send(" HTTP/1.1\r\nhost: web\r\n\r\n");
    forwarded.expect(" HTTP/1.1\r\nhost: web\r\n\r\n");
    proxy.awaitMetric(1, RESULTS, "not_http");
  }

  @Test
  @Covers("inbound#20")
  void aRequestLineAloneIsHttp1() {
    var proxy = mesh.beside(mesh.app().serve(Http.ANSWERING));
    var client = proxy.plain().send("GET / HTTP/1.1\r\n");
    proxy.awaitMetric(1, RESULTS, "\"http/1\"");
    client.send("host: web\r\n\r\n");
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
    assertThat(proxy.get("/metrics").body().lines().filter(line -> line.startsWith(RESULTS + "{")))
        .hasSize(5);
  }

  @Test
  @Covers("inbound#21")
  void theHttp2PrefaceIsHttp2WhateverFollows() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    proxy.plain().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "garbage".repeat(5)).expectGone();
    app.expectNobody();
    proxy.awaitMetric(1, RESULTS, "\"http/2\"");
  }

  @Test
  @Covers("inbound#22")
  void aWordWithoutSpaceMayBecomeARequestAndTwoLinesMayNot() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    proxy.plain().send("foo.bar.blah\r\nbobo");
    app.accept().expect("foo.bar.blah\r\nbobo");
    proxy.plain().send("a".repeat(30));
    proxy.awaitMetric(1, RESULTS, "\"http/1\"");
    app.expectNobody();
  }

  @Test
  @Covers("inbound#23")
  void aClientThatClosesAtOnceReachesNobody() {
    var app = mesh.app();
    mesh.beside(app).plain().close();
    app.expectNobody();
  }

  @Test
  @Covers("inbound#29")
  void aRefusingApplicationClosesTheClient() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    app.close();
    proxy.plain().send("custom tcp hello\n").expectClosed();
    proxy.awaitMetric(1, "inbound_tcp_errors_total", "error=\"i/o\"");
  }

  @Test
  @Covers("inbound#31")
  void theApplicationSeesTheClientsEnd() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var client = proxy.plain().send("custom tcp hello\n");
    var forwarded = app.accept().expect("custom tcp hello\n").send("bye");
    client.expect("bye").close();
    forwarded.expectEnd();
  }

  // ---------------------------------------------------------------- by policy

  @Test
  @Covers("inbound#14")
  void aServerSpeaksFirstOnAnOpaquePort() {
    var app = mesh.app();
    var ports = String.valueOf(app.port());
    var opaque = mesh.environment().with("INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION", ports);
    var client = mesh.start(opaque.accepting(app.port())).plain();
    app.accept().send("welcome");
    client.expect("welcome");
  }

  @Test
  @Covers("inbound#15")
  void aServerSpeaksFirstOnAPortThatTheControlPlaneCallsOpaque() {
    var app = mesh.app();
    mesh.governs(app, Say.server(Say.opaque(), Say.anybody()));
    var client = mesh.beside(app).awaitPolicy(app).plain();
    app.accept().send("welcome");
    client.expect("welcome");
  }

  @Test
  @Covers("inbound#24")
  void anHttp2PortIsNotDetected() {
    var app = mesh.app();
    mesh.governs(app, Say.server(Say.http2(), Say.anybody()));
    var proxy = mesh.beside(app).awaitPolicy(app);
    var client = H2Socket.client(proxy.plain()).get(1);
    var served = H2Socket.server(app.accept());
    assertThat(served.hearHead()).contains(":method: GET");
    served.headers(1, true, ":status: 204");
    assertThat(client.hearHead()).contains(":status: 204");
    assertThat(proxy.metric(RESULTS)).isZero();
  }

  @Test
  @Covers("inbound#25")
  void anHttp1PortDetectsMeshedPeersOnly() {
    var app = mesh.app();
    mesh.governs(app, Say.server(Say.http1(), Say.anybody()));
    var proxy = mesh.beside(app).awaitPolicy(app);
    proxy.plain().send(Http.GET);
    assertThat(Http.request(app.accept().send(Http.OK))).startsWith("GET / HTTP/1.1");
    assertThat(proxy.metric(RESULTS)).isZero();
    H2Socket.client(proxy.accepted(mesh.peer())).get(1);
    assertThat(H2Socket.server(app.accept()).hearHead()).contains(":method: GET");
    proxy.awaitMetric(1, RESULTS, "\"http/2\"");
  }

  @Test
  @Covers("inbound#26")
  void aSilentMeshedPeerOfAnHttp1PortMayStillAsk() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.governs(app, Say.server(Say.http1(), Say.anybody()));
    var proxy = impatient(app).awaitPolicy(app);
    var client = proxy.accepted(mesh.peer());
    proxy.awaitMetric(1, RESULTS, "read_timeout");
    client.send(Http.GET);
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
  }

  @Test
  @Covers("inbound#27")
  void aSilentMeshedPeerOfADetectedPortIsForwarded() {
    var app = mesh.app();
    mesh.governs(app, Say.server(Say.detect(Duration.ofMillis(200)), Say.anybody()));
    var proxy = mesh.beside(app).awaitPolicy(app);
    var client = proxy.accepted(mesh.peer());
    app.accept().send("welcome");
    client.expect("welcome");
    proxy.awaitMetric(1, RESULTS, "read_timeout");
  }

  @Test
  @Covers("inbound#28")
  void aTlsPortPassesForeignTlsOnAndTerminatesTheMesh() {
    var own = MeshTls.trusting(mesh.authority).as(mesh.authority.identity("example.com"));
    var app = mesh.closing(own.listen());
    mesh.governs(app, Say.server(Say.tls(), Say.anybody()));
    var proxy = mesh.beside(app).awaitPolicy(app);
    var client = mesh.anonymous().to("example.com");
    var echo = app.serve(Http.ECHO);
    proxy.accepted(client).send("inside of TLS").expect("inside of TLS");
    echo.close();
    var plain = mesh.app();
    mesh.governs(plain, Say.server(Say.tls(), Say.anybody()));
    var other = mesh.beside(plain).awaitPolicy(plain);
    other.accepted(mesh.peer()).send(Http.GET);
    plain.accept().expect(Http.GET);
  }

  @Test
  @Covers("inbound#91")
  void httpForAnOpaquePortIsNotFound() {
    var app = mesh.app();
    mesh.governs(app, Say.server(Say.opaque(), Say.anybody()));
    var proxy = mesh.beside(app).awaitPolicy(app);
    var client = proxy.direct(mesh.peer(), TransportHeader.http1(app.port())).send(Http.GET);
    assertThat(RawResponse.read(client).status()).isEqualTo(404);
    app.expectNobody();
    proxy.awaitMetric(1, "inbound_http_route_not_found_total");
  }

  @Test
  void bytesForAnHttpPortAreRefused() {
    var app = mesh.app();
    mesh.governs(app, Say.server(Say.http1(), Say.anybody()));
    var proxy = mesh.beside(app).awaitPolicy(app);
    proxy.direct(mesh.peer(), TransportHeader.port(app.port())).send("bytes").expectClosed();
    app.expectNobody();
  }
}
