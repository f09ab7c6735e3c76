package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.testkit.Covers;
import weft.testkit.mesh.Authority;
import weft.testkit.mesh.Hello;
import weft.testkit.mesh.MeshTls;
import weft.testkit.mesh.ProxyEnvironment;
import weft.testkit.peer.RawResponse;

/** What a listener for clients outside the mesh makes of their first bytes: identity-tls.md 6. */
final class MeshTlsDetectionTest {
  private static final String SPOOFED =
      "GET / HTTP/1.1\r\nhost: web\r\nl5d-client-id: spoof\r\n\r\n";

  /** Short, where a test waits for it to pass. */
  private static final String IMPATIENT = "300ms";

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  private ProxyEnvironment impatient(int app) {
    return mesh.environment().accepting(app).with("INBOUND_DETECT_TIMEOUT", IMPATIENT);
  }

  // ---------------------------------------------------------------- mesh TLS

  @Test
  @Covers("identity-tls#22")
  void aClientWithoutCertificateIsServedAndHasNoIdentity() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var client = proxy.accepted(mesh.anonymous()).send(SPOOFED);
    var request = app.accept();
    assertThat(Http.request(request)).doesNotContain("l5d-client-id");
    request.send(Http.OK);
    assertThat(RawResponse.read(client).body()).isEqualTo("ok");
    proxy.awaitMetric(1, "request_total", "tls=\"true\"", "client_id=\"\"");
  }

  @Test
  @Covers({"identity-tls#23", "inbound#60"})
  void theApplicationIsToldWhoTheClientIs() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var client = proxy.accepted(mesh.peer()).send(SPOOFED);
    var request = app.accept();
    assertThat(Http.request(request)).containsOnlyOnce("l5d-client-id: " + TestMesh.PEER);
    request.send(Http.OK);
    assertThat(RawResponse.read(client).body()).isEqualTo("ok");
    var id = "client_id=\"" + TestMesh.PEER + "\"";
    proxy.awaitMetric(1, "request_total", "tls=\"true\"", id);
  }

  @Test
  @Covers("identity-tls#24")
  void aCertificateOfAnotherAuthorityOrAnExpiredOneIsRefused() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var stranger = Authority.named("ca2").identity(TestMesh.PEER);
    proxy.accepted(mesh.anonymous().as(stranger)).expectClosed();
    var late = mesh.authority.draft().dns(TestMesh.PEER).expiresIn(Duration.ofMinutes(-1));
    proxy.accepted(mesh.anonymous().as(late.identity())).expectClosed();
    app.expectNobody();
    proxy.awaitMetric(2, "inbound_tcp_errors_total", "error=\"i/o\"");
  }

  @Test
  @Covers("identity-tls#33")
  void theNameInTheHelloMayHaveCapitals() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    proxy.accepted(mesh.peer().to(TestMesh.NAME.toUpperCase(Locale.ROOT))).send(Http.GET);
    assertThat(Http.request(app.accept())).startsWith("GET / HTTP/1.1");
  }

  @Test
  @Covers("identity-tls#43")
  void garbageAfterAHelloForUsEndsTheConnection() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    proxy
        .plain()
        .send(Hello.real(mesh.peer(), TestMesh.NAME))
        .send("garbage, and no handshake")
        .expectGone();
    app.expectNobody();
  }

  @Test
  @Covers("identity-tls#44")
  void theDetectionTimeoutIsOverOnceTheHelloIsThere() {
    var app = mesh.app();
    var proxy = mesh.start(impatient(app.port()));
    var client = proxy.plain().send(Hello.real(mesh.peer(), TestMesh.NAME));
    client.expectStaysOpen(Duration.ofMillis(700));
  }

  // ---------------------------------------------------------------- TLS for others, and none

  @Test
  @Covers("identity-tls#34")
  void tlsForSomebodyElseGoesToTheApplicationUntouched() {
    var own = MeshTls.trusting(mesh.authority).as(mesh.authority.identity("example.com"));
    var app = mesh.closing(own.listen());
    app.serve(Http.ECHO);
    var proxy = mesh.beside(app);
    proxy.accepted(mesh.anonymous().to("example.com")).send("hello").expect("hello");
    proxy.awaitMetric(1, "inbound_tcp_authz_allow_total", "tls=\"opaque\"", "sni=\"example.com\"");
  }

  @Test
  @Covers("identity-tls#35")
  void tlsThatNamesNobodyOrNonsenseIsForwardedAsItIs() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var nonsense = Hello.naming("a..b");
    proxy.plain().send(nonsense);
    app.accept().expect(nonsense);
    var own = MeshTls.trusting(mesh.authority).as(mesh.authority.identity("example.com"));
    var tlsApp = mesh.closing(own.listen());
    tlsApp.serve(Http.ECHO);
    var other = mesh.beside(tlsApp);
    other.accepted(MeshTls.trusting(mesh.authority)).send("hello").expect("hello");
    other.awaitMetric(1, "inbound_tcp_authz_allow_total", "no_tls_reason=\"no_tls_from_remote\"");
  }

  @Test
  @Covers({"identity-tls#36", "inbound#59", "inbound#73"})
  void aRequestInClearIsServed() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var client = proxy.plain().send(Http.GET);
    var request = app.accept();
    assertThat(Http.request(request)).doesNotContain("l5d-orig-proto");
    request.send(Http.OK);
    var response = RawResponse.read(client);
    assertThat(response.body()).isEqualTo("ok");
    assertThat(response.header("l5d-orig-proto")).isEmpty();
    proxy.awaitMetric(1, "request_total", "no_tls_reason=\"no_tls_from_remote\"");
    proxy.awaitMetric(1, "inbound_http_requests_total");
  }

  @Test
  @Covers("identity-tls#39")
  void aRecordThatIsNoClientHelloWaitsForTheEndOfInput() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var odd = Hello.ofServer();
    var client = proxy.plain().send(odd);
    app.expectNobody();
    client.halfClose();
    app.accept().expect(odd).expectEnd();
  }

  @Test
  @Covers("identity-tls#39")
  void aRecordThatIsNoClientHelloIsDroppedAfterTheTimeout() {
    var app = mesh.app();
    var proxy = mesh.start(impatient(app.port()));
    proxy.plain().send(Hello.ofServer()).expectEnd();
    app.expectNobody();
  }

  @Test
  @Covers("identity-tls#41")
  void aHelloInTwoSegmentsIsDetected() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    var hello = Hello.naming("example.com");
    var client = proxy.plain().send(Arrays.copyOf(hello, 20));
    app.expectNobody();
    client.send(Arrays.copyOfRange(hello, 20, hello.length));
    app.accept().expect(hello);
  }

  @Test
  @Covers("identity-tls#41")
  void halfAHelloIsDroppedAfterTheTimeout() {
    var app = mesh.app();
    var proxy = mesh.start(impatient(app.port()));
    proxy.plain().send(Arrays.copyOf(Hello.naming("example.com"), 20)).expectEnd();
    app.expectNobody();
    proxy.awaitMetric(1, "inbound_tcp_errors_total", "error=\"tls detection timeout\"");
  }

  @Test
  @Covers("identity-tls#42")
  void threeBytesOfAHelloAndAnEndAreForwarded() {
    var app = mesh.app();
    var proxy = mesh.beside(app);
    proxy.plain().send(new byte[] {0x16, 0x03, 0x01}).halfClose();
    app.accept().expect(new byte[] {0x16, 0x03, 0x01}).expectEnd();
  }

  @Test
  @Covers("identity-tls#45")
  void meshTlsToAnOpaquePortGoesToTheApplicationUntouched() {
    var app = mesh.app();
    var ports = String.valueOf(app.port());
    var opaque = mesh.environment().with("INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION", ports);
    var proxy = mesh.start(opaque.accepting(app.port()));
    var hello = Hello.real(mesh.peer(), TestMesh.NAME);
    proxy.plain().send(hello);
    app.accept().expect(hello);
    proxy.awaitMetric(1, "inbound_tcp_authz_allow_total", "no_tls_reason=\"port_skipped\"");
  }
}
