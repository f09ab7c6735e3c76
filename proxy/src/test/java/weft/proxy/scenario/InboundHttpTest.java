package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.testkit.Covers;
import weft.testkit.mesh.Say;
import weft.testkit.mesh.TransportHeader;
import weft.testkit.peer.H2Socket;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;

/** What clients of a broken or refusing application are told: inbound.md 13. */
final class InboundHttpTest {
  private static final String ERROR = "l5d-proxy-error";
  private static final String CONNECT = "client error (Connect)";

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  private RawServer gone() {
    var app = mesh.app();
    app.close();
    return app;
  }

  private H2Socket http2(Sidecar proxy, RawServer app) {
    return H2Socket.client(proxy.direct(mesh.peer(), TransportHeader.http2(app.port())));
  }

  @Test
  @Covers({"inbound#76", "inbound#79"})
  void anApplicationThatRefusesIsABadGatewayAndMeshedClientsAreToldWhy() {
    var app = gone();
    var proxy = mesh.beside(app);
    var plain = proxy.plain().send(Http.GET);
    var told = RawResponse.read(plain);
    assertThat(told.status()).isEqualTo(502);
    assertThat(told.header(ERROR)).isEmpty();
    assertThat(told.header("connection")).contains("close");
    plain.expectEnd();
    var meshed = RawResponse.read(proxy.accepted(mesh.peer()).send(Http.GET));
    assertThat(meshed.status()).isEqualTo(502);
    assertThat(meshed.header(ERROR)).hasValueSatisfying(text -> assertThat(text).contains(CONNECT));
  }

  @Test
  @Covers("inbound#79")
  void aMeshedHttp2ClientIsAskedToGo() {
    var app = gone();
    var client = http2(mesh.beside(app), app).get(1, "l5d-orig-proto: HTTP/1.1");
    assertThat(client.hearHead())
        .contains(":status: 502", "l5d-proxy-connection: close")
        .noneMatch(line -> line.startsWith("connection:"));
    assertThat(client.isToGo()).isTrue();
  }

  @Test
  @Covers("inbound#78")
  void anHttp2ApplicationThatRefusesFailsFast() {
    var app = gone();
    var environment = mesh.environment().accepting(app.port());
    var proxy = mesh.start(environment.with("INBOUND_HTTP_FAILFAST_TIMEOUT", "200ms"));
    assertThat(H2Socket.client(proxy.plain()).get(1).hearHead())
        .contains(":status: 504")
        .noneMatch(line -> line.startsWith(ERROR));
    assertThat(http2(proxy, app).get(1).hearHead())
        .contains(":status: 504")
        .anyMatch(line -> line.startsWith(ERROR) && line.contains("service in fail-fast"));
    var other = mesh.anonymous().as(mesh.authority.identity("other.example.com"));
    var grpc =
        H2Socket.client(proxy.direct(other, TransportHeader.http2(app.port())))
            .post(1, "content-type: application/grpc")
            .data(1, true, "");
    assertThat(grpc.hearHead()).contains(":status: 200").anyMatch("grpc-status: 4"::equals);
  }

  @Test
  @Covers("inbound#81")
  void aDeniedClientIsToldWhoAskedWhomForWhat() {
    var app = mesh.app();
    mesh.governs(app, Say.server(Say.http1()));
    var proxy = mesh.beside(app).awaitPolicy(app);
    var denied = RawResponse.read(proxy.accepted(mesh.peer()).send(Http.GET));
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.header(ERROR).orElseThrow())
        .matches("client 127\\.0\\.0\\.1:\\d+: server: 127\\.0\\.0\\.1:\\d+: .*")
        .endsWith("unauthorized request on route");
  }

  @Test
  @Covers("inbound#82")
  void aCutBodyOfGrpcEndsWithTrailers() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var client = http2(proxy, app);
    client.post(1, "content-type: application/grpc", "l5d-orig-proto: HTTP/1.1").data(1, true, "");
    var request = app.accept();
    Http.request(request);
    request.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nwo");
    assertThat(client.hearHead()).contains(":status: 200");
    request.close();
    var heard = client.hear();
    while (heard instanceof H2Socket.Heard.Data) {
      heard = client.hear();
    }
    assertThat(heard).isInstanceOf(H2Socket.Heard.Head.class);
    assertThat(((H2Socket.Heard.Head) heard).lines())
        .contains("grpc-status: 13")
        .anyMatch(line -> line.startsWith("grpc-message: "));
  }

  @Test
  @Covers("inbound#82")
  void aCutStreamOfGrpcEndsWithTrailersToo() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var client = http2(proxy, app);
    client.post(1, "content-type: application/grpc").data(1, true, "");
    var socket = app.accept();
    var served = H2Socket.server(socket);
    served.hearHead();
    served.headers(1, false, ":status: 200", "content-type: application/grpc");
    served.data(1, false, "hello");
    assertThat(client.hearHead()).contains(":status: 200");
    assertThat(client.hear()).isEqualTo(new H2Socket.Heard.Data(1, "hello", false));
    socket.close();
    assertThat(client.hearHead()).contains("grpc-status: 14");
  }

  @Test
  @Covers("inbound#74")
  void theApplicationsResetReachesTheClientWithItsCode() {
    var app = mesh.app();
    var client = http2(mesh.beside(app), app).get(1);
    var served = H2Socket.server(app.accept());
    served.hearHead();
    served.reset(1, 11);
    assertThat(client.hear()).isEqualTo(new H2Socket.Heard.Reset(1, 11));
  }

  @Test
  @Covers("inbound#83")
  void aRequestAboveTheLimitIsShed() {
    var app = mesh.app();
    var environment = mesh.environment().accepting(app.port());
    var proxy = mesh.start(environment.with("INBOUND_MAX_IN_FLIGHT", "1"));
    proxy.plain().send(Http.GET);
    Http.request(app.accept());
    var shed = RawResponse.read(proxy.plain().send(Http.GET));
    assertThat(shed.status()).isEqualTo(503);
    proxy.awaitMetric(1, "inbound_http_errors_total", "error=\"loadshed\"");
  }

  @Test
  @Covers("inbound#93")
  void aNameInTheHeaderIsNoneOfThisProxys() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var header = TransportHeader.named(app.port(), "web.example.com");
    proxy.direct(mesh.peer(), header).send(Http.GET).expectClosed();
    app.expectNobody();
    proxy.awaitMetric(1, "inbound_tcp_errors_total", "error=\"gateway domain invalid\"");
  }
}
