package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.testkit.Covers;
import weft.testkit.mesh.MeshTls;
import weft.testkit.mesh.ProxyEnvironment;
import weft.testkit.mesh.TlsDoor;
import weft.testkit.peer.RawSocket;

/** From the first certificate to the last: identity-tls.md 8, control-plane.md 19.3. */
final class CertificateLifeTest {
  private static final String CONTROL =
      "control.linkerd.serviceaccount.identity.linkerd.cluster.local";

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  private ProxyEnvironment eager() {
    return mesh.environment()
        .with("IDENTITY_MIN_REFRESH", "50ms")
        .with("INBOUND_CONNECT_EXP_BACKOFF_MIN", "10ms")
        .with("INBOUND_CONNECT_EXP_BACKOFF_MAX", "50ms");
  }

  @Test
  @Covers("control-plane#I11")
  void aProxyBecomesReadyOnceIdentityIsThere() {
    mesh.control.stop();
    var proxy = mesh.launch(eager());
    assertThat(proxy.get("/live").status()).isEqualTo(200);
    assertThat(proxy.get("/ready").status()).isEqualTo(503);
    mesh.control.start();
    proxy.awaitReady();
    assertThat(proxy.get("/ready").status()).isEqualTo(200);
  }

  @Test
  @Covers("control-plane#I10")
  void aRenewalTouchesNoConnection() {
    var app = mesh.app().serve(Http.ECHO);
    mesh.control.issuer().lifetime(Duration.ofSeconds(3));
    var proxy = mesh.start(eager().accepting(app.port()));
    var before = proxy.accepted(mesh.peer()).send("a first message").expect("a first message");
    mesh.control.certify().next();
    mesh.control.certify().next();
    proxy.awaitMetric(2, "control_identity_cert_refreshes_total", "result=\"ok\"");
    before.send("another message").expect("another message");
    proxy.accepted(mesh.peer()).send("a second client").expect("a second client");
  }

  @Test
  @Covers("control-plane#I12")
  void anExpiredCertificateIsRefusedByPeersWhileTheProxyKeepsTrying() {
    var app = mesh.app().serve(Http.ECHO);
    mesh.control.issuer().lifetime(Duration.ofSeconds(2));
    var proxy = mesh.start(eager().accepting(app.port()));
    mesh.control.certify().whenCalled(call -> call.fail(Status.Code.UNAVAILABLE, "gone"));
    Await.until(() -> !accepts(proxy), () -> "an expired certificate is still accepted");
    assertThat(proxy.get("/ready").status()).isEqualTo(200);
    int tries = mesh.control.certify().calls().size();
    Await.until(
        () -> mesh.control.certify().calls().size() > tries, () -> "the proxy tries no more");
    mesh.control.issuer().lifetime(Duration.ofHours(1));
    mesh.control.certify().whenCalled(mesh.control.issuer());
    Await.until(() -> accepts(proxy), () -> "a new certificate is not in use");
  }

  private boolean accepts(Sidecar proxy) {
    try (var socket = mesh.peer().connect(proxy.accepted())) {
      socket.send("a whole message").expect("a whole message");
      return true;
    } catch (java.io.UncheckedIOException e) {
      return false;
    }
  }

  @Test
  @Covers("identity-tls#46")
  void theAdminServerTakesTlsOnceCertified() {
    mesh.control.certify().whenCalled(call -> {});
    var proxy = mesh.launch(mesh.environment());
    assertThat(proxy.get("/ready").status()).isEqualTo(503);
    mesh.peer().failure(proxy.admin());
    mesh.control.issuer().accept(mesh.control.certify().next());
    proxy.awaitReady();
    assertThat(proxy.get("/ready").status()).isEqualTo(200);
    var secure = mesh.closing(mesh.peer().connect(proxy.admin()));
    secure.send("GET /ready HTTP/1.1\r\nhost: admin\r\n\r\n").expect("HTTP/1.1 200 OK\r\n");
    try (var silent = RawSocket.connect(proxy.admin())) {
      silent.expectEnd();
    }
  }

  @Test
  void theControlPlaneIsCalledByMeshTlsAndToldWhoCallsOnceThatIsKnown() {
    var app = mesh.app().serve(Http.ANSWERING);
    var server = MeshTls.trusting(mesh.authority).as(mesh.authority.identity(CONTROL));
    var door = mesh.closing(TlsDoor.open(server, mesh.control.port()));
    var proxy =
        mesh.start(mesh.environment().accepting(app.port()).controlledByTls(door.port(), CONTROL));
    mesh.control.inbound().next(spec -> spec.getPort() == app.port());
    assertThat(door.visitors().getFirst().certificate()).isNull();
    assertThat(door.visitors().getLast().certificate()).isNotNull();
    proxy.plain().send(Http.GET).expect("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void anImpostorOfTheControlPlaneCertifiesNobody() {
    var impostor = MeshTls.trusting(mesh.authority).as(mesh.authority.identity(TestMesh.PEER));
    var door = mesh.closing(TlsDoor.open(impostor, mesh.control.port()));
    var proxy = mesh.launch(mesh.environment().controlledByTls(door.port(), CONTROL));
    Await.until(() -> !door.failures().isEmpty(), () -> "nobody came");
    assertThat(proxy.isReady()).isFalse();
    assertThat(mesh.control.certify().calls()).isEmpty();
  }
}
