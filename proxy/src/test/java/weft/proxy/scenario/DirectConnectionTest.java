package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.api.transport.Header;
import weft.testkit.Covers;
import weft.testkit.mesh.TransportHeader;
import weft.testkit.peer.H2Socket;
import weft.testkit.peer.RawResponse;

/** Connections of peers' proxies to the inbound port: identity-tls.md 11, inbound.md 15.1. */
final class DirectConnectionTest {
  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  // ---------------------------------------------------------------- who may come

  @Test
  @Covers("identity-tls#55")
  void aClientThatOffersOnlyAnotherProtocolFailsTheHandshake() {
    var proxy = mesh.beside(mesh.app());
    assertThat(mesh.peer().speaking("h2").failure(proxy.inbound()))
        .contains("no_application_protocol");
  }

  @Test
  @Covers({"identity-tls#55", "inbound#89"})
  void aClientThatOffersNoProtocolIsClosedAfterTheHandshake() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    mesh.closing(mesh.peer().connect(proxy.inbound())).expectClosed();
    app.expectNobody();
    proxy.awaitMetric(1, "inbound_tcp_errors_total", "error=\"unexpected\"");
  }

  @Test
  void aClientWithoutCertificateIsClosedAfterTheHandshake() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    proxy.direct(mesh.anonymous(), TransportHeader.port(app.port())).expectClosed();
    app.expectNobody();
    proxy.awaitMetric(1, "inbound_tcp_errors_total", "error=\"unexpected\"");
  }

  @Test
  @Covers("inbound#88")
  void aClientWithoutTlsIsClosed() {
    var app = mesh.app();
    var proxy =
        mesh.start(
            mesh.environment().accepting(app.port()).with("INBOUND_DETECT_TIMEOUT", "300ms"));
    proxy.unprotected().send(Http.GET).expectClosed();
    proxy.awaitMetric(1, "inbound_tcp_errors_total", "error=\"unexpected\"");
    proxy.unprotected().expectClosed();
    proxy.awaitMetric(1, "inbound_tcp_errors_total", "error=\"tls detection timeout\"");
    app.expectNobody();
  }

  // ---------------------------------------------------------------- the header

  @Test
  @Covers({"identity-tls#48", "inbound#90"})
  void bytesAfterTheHeaderGoToThePortThatItNames() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    proxy.direct(mesh.peer(), TransportHeader.port(app.port())).send("12345");
    app.accept().expect("12345");
    proxy.awaitMetric(
        1,
        "inbound_tcp_transport_header_connections_total",
        "session_protocol=\"\"",
        "target_port=\"" + app.port() + "\"",
        "client_id=\"" + TestMesh.PEER + "\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 23, 26, 29})
  @Covers("identity-tls#49")
  void theHeaderMayComeInPieces(int size) {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    proxy
        .direct(mesh.peer(), new byte[0])
        .sendInPieces(TransportHeader.port(app.port()), size)
        .send("12345");
    app.accept().expect("12345");
  }

  @Test
  @Covers("identity-tls#50")
  void aHeaderMayHave64KibibytesAndNotOneMore() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    proxy.direct(mesh.peer(), TransportHeader.claiming(65_537, new byte[0])).expectClosed();
    proxy.direct(mesh.peer(), TransportHeader.of(padded(app.port(), 65_536))).send("12345");
    app.accept().expect("12345");
  }

  /** A header of that size, most of which is a field that nobody knows. */
  private static byte[] padded(int port, int size) {
    var known = Header.newBuilder().setPort(port).build().toByteArray();
    int left = size - known.length - 4; // tag, and a length of three bytes
    return java.nio.ByteBuffer.allocate(size)
        .put(known)
        .put((byte) 0x4a) // field 9, bytes
        .put((byte) ((left & 0x7f) | 0x80))
        .put((byte) (((left >> 7) & 0x7f) | 0x80))
        .put((byte) (left >> 14))
        .array();
  }

  @Test
  @Covers("identity-tls#51")
  void headersThatNameNoPortOrNoNameAreRefused() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    for (int port : new int[] {0, -1, 65_536}) {
      proxy.direct(mesh.peer(), TransportHeader.port(port)).expectClosed();
    }
    proxy.direct(mesh.peer(), TransportHeader.named(app.port(), "a..b")).expectClosed();
    app.expectNobody();
    proxy.awaitMetric(4, "inbound_tcp_errors_total", "error=\"i/o\"");
  }

  @Test
  @Covers("identity-tls#52")
  void whatIsNoHeaderIsRefused() {
    var app = mesh.app();
    var proxy =
        mesh.start(
            mesh.environment().accepting(app.port()).with("INBOUND_DETECT_TIMEOUT", "300ms"));
    proxy.direct(mesh.peer(), new byte[0]).send(Http.GET).expectClosed();
    proxy.direct(mesh.peer(), new byte[0]).send("short").expectClosed();
    proxy.direct(mesh.peer(), new byte[0]).send("short").halfClose().expectClosed();
    app.expectNobody();
  }

  @Test
  @Covers("inbound#92")
  void theInboundPortItselfIsNoApplication() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    int inbound = proxy.inbound().getPort();
    proxy.direct(mesh.peer(), TransportHeader.port(inbound)).expectClosed();
  }

  @Test
  void aPortThatIsNotDeclaredIsRefused() {
    var proxy = mesh.beside(mesh.app());
    var other = mesh.app();
    proxy.direct(mesh.peer(), TransportHeader.port(other.port())).expectClosed();
    other.expectNobody();
  }

  // ---------------------------------------------------------------- what follows it

  @Test
  @Covers({"identity-tls#53", "inbound#91"})
  void http1IsServedWithoutDetection() {
    var app = mesh.app().serve(Http.ANSWERING);
    var proxy = mesh.beside(app);
    var client = proxy.direct(mesh.peer(), TransportHeader.http1(app.port()));
    client.send("GET").send(" / HTTP/1.1\r\nhost: web\r\n\r\n");
    assertThat(RawResponse.read(client).body()).isEqualTo("ok");
  }

  @Test
  @Covers("identity-tls#53")
  void http2IsServedWithoutDetection() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var client = H2Socket.client(proxy.direct(mesh.peer(), TransportHeader.http2(app.port())));
    client.get(1, "l5d-orig-proto: HTTP/1.1");
    var request = app.accept();
    assertThat(Http.request(request))
        .startsWith("GET / HTTP/1.1\r\n")
        .contains("l5d-client-id: " + TestMesh.PEER)
        .doesNotContain("l5d-orig-proto");
    request.send(Http.OK);
    assertThat(client.hearHead()).contains(":status: 200", "l5d-orig-proto: HTTP/1.1");
    assertThat(client.hearBody()).isEqualTo("ok");
  }

  @Test
  @Covers("identity-tls#53")
  void withoutSessionProtocolBytesAreNotLookedAt() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    proxy.direct(mesh.peer(), TransportHeader.port(app.port())).send(Http.GET);
    app.accept().expect(Http.GET);
  }

  @Test
  void aServerThatSpeaksFirstIsHeard() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var client = proxy.direct(mesh.peer(), TransportHeader.port(app.port()));
    app.accept().send("welcome");
    client.expect("welcome");
  }
}
