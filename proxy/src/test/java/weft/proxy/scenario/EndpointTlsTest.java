package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.api.destination.TlsIdentity;
import weft.testkit.Covers;
import weft.testkit.mesh.MeshTls;
import weft.testkit.mesh.Say;
import weft.testkit.mesh.TransportHeader;
import weft.testkit.peer.H2Socket;
import weft.testkit.peer.RawServer;

/** How endpoints are connected to: outbound.md 24, 35.7. */
final class EndpointTlsTest {
  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  /** A peer's inbound port, which takes the transport header if it is told to speak it. */
  private RawServer peer(String name, String... protocols) {
    var tls = MeshTls.trusting(mesh.authority).as(mesh.authority.identity(name));
    return mesh.closing(tls.speaking(protocols).listen());
  }

  @Test
  @Covers("identity-tls#56")
  void aServerThatDoesNotTakeTheProtocolGetsNoHeader() {
    var peer = peer(TestMesh.PEER);
    mesh.knowsWeb(Say.meshed(Sidecar.at(80), TestMesh.PEER, peer.port()));
    var proxy = mesh.start(mesh.environment());
    proxy.outbound().send("GET / HTTP/1.1\r\nhost: " + TestMesh.WEB + "\r\n\r\n");
    peer.accept().expect("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  }

  @Test
  @Covers("outbound#114")
  void theHeaderNamesPortAndHttp2() {
    var peer = peer(TestMesh.PEER, MeshTls.TRANSPORT_HEADER);
    mesh.knowsWeb(Say.meshed(Sidecar.at(4040), TestMesh.PEER, peer.port()));
    var proxy = mesh.start(mesh.environment());
    proxy.outbound().send("GET / HTTP/1.1\r\nhost: " + TestMesh.WEB + "\r\n\r\n");
    var socket = peer.accept();
    var header = TransportHeader.read(socket);
    assertThat(header.getPort()).isEqualTo(4040);
    assertThat(header.getName()).isEmpty();
    assertThat(header.getSessionProtocol().hasHttp2()).isTrue();
    assertThat(H2Socket.server(socket).hearHead())
        .contains(":method: GET", "l5d-orig-proto: HTTP/1.1", ":authority: " + TestMesh.WEB);
  }

  @Test
  @Covers("outbound#113")
  void theHeaderOfAnOpaqueConnectionNamesOnlyThePort() {
    var peer = peer(TestMesh.PEER, MeshTls.TRANSPORT_HEADER);
    mesh.knowsWeb(Say.meshed(Sidecar.at(4040), TestMesh.PEER, peer.port()));
    var environment = mesh.environment();
    int listener = environment.forward(TestMesh.WEB + ":80");
    var proxy = mesh.start(environment);
    proxy.forwarding(listener).send("no HTTP, but opaque bytes");
    var socket = peer.accept();
    var header = TransportHeader.read(socket);
    assertThat(header.getPort()).isEqualTo(4040);
    assertThat(header.hasSessionProtocol()).isFalse();
    socket.expect("no HTTP, but opaque bytes");
  }

  @Test
  @Covers("outbound#111")
  void anEndpointWithIdentityIsSpokenToByTlsAlone() {
    var peer = peer(TestMesh.PEER);
    mesh.knowsWeb(Say.identified(Say.endpoint(peer.address()), TestMesh.PEER));
    peer.serve(Http.ANSWERING);
    var proxy = mesh.start(mesh.environment());
    assertThat(proxy.asks(TestMesh.WEB).body()).isEqualTo("ok");
  }

  @Test
  @Covers("outbound#111")
  void anImpostorGetsNoRequest() {
    var impostor = peer("someone.ns1.serviceaccount.identity.linkerd.cluster.local");
    mesh.knowsWeb(Say.identified(Say.endpoint(impostor.address()), TestMesh.PEER));
    var proxy = mesh.start(mesh.environment());
    impostor.serve(socket -> socket.expectGone());
    var response = proxy.asks(TestMesh.WEB);
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.header("l5d-proxy-error"))
        .hasValueSatisfying(
            text -> assertThat(text).contains("certificate does not match TLS identity"));
  }

  @Test
  @Covers("outbound#112")
  void anIdentityOfAnotherKindNeedsANameForTheHello() {
    var app = mesh.app().serve(Http.ANSWERING);
    var uri = TlsIdentity.UriLikeIdentity.newBuilder().setUri("spiffe://root/ns/ns1/sa/bar");
    mesh.knowsWeb(
        Say.endpoint(app.address()).toBuilder()
            .setTlsIdentity(TlsIdentity.newBuilder().setUriLikeIdentity(uri))
            .build());
    var proxy = mesh.start(mesh.environment());
    assertThat(proxy.asks(TestMesh.WEB).body()).isEqualTo("ok");
    proxy.awaitMetric(1, "request_total", "direction=\"outbound\"", "tls=\"no_identity\"");
  }

  @Test
  @Covers("outbound#115")
  void anInboundPortWithoutIdentityIsNotUsed() {
    var app = mesh.app().serve(Http.ANSWERING);
    var hint = Say.meshed(app.address(), TestMesh.PEER, 4143).getProtocolHint();
    var opaqueOnly = hint.toBuilder().clearH2().build();
    mesh.knowsWeb(Say.endpoint(app.address()).toBuilder().setProtocolHint(opaqueOnly).build());
    assertThat(mesh.start(mesh.environment()).asks(TestMesh.WEB).body()).isEqualTo("ok");
  }

  @Test
  @Covers("outbound#51")
  void anEndpointThatNeverEndsTheHandshakeIsGivenUp() {
    var hole = mesh.app();
    mesh.knowsWeb(Say.identified(Say.endpoint(hole.address()), TestMesh.PEER));
    var proxy = mesh.start(mesh.environment().with("OUTBOUND_CONNECT_TIMEOUT", "200ms"));
    var response = proxy.asks(TestMesh.WEB);
    assertThat(response.status()).isEqualTo(504);
    assertThat(response.header("l5d-proxy-error"))
        .hasValueSatisfying(text -> assertThat(text).contains("connect timed out after 200ms"));
  }

  @Test
  @Covers("outbound#119")
  void aRefusedOpaqueEndpointClosesTheClient() {
    var gone = mesh.app();
    gone.close();
    mesh.knowsWeb(Say.endpoint(gone.address()));
    var environment = mesh.environment();
    int listener = environment.forward(TestMesh.WEB + ":80");
    var proxy = mesh.start(environment);
    proxy.forwarding(listener).send("no HTTP, but opaque bytes").expectClosed();
    proxy.awaitMetric(1, "outbound_tcp_errors_total", "error=\"i/o\"");
  }
}
