package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.api.inbound.Authz;
import weft.api.inbound.ProxyProtocol;
import weft.api.inbound.Server;
import weft.testkit.Covers;
import weft.testkit.mesh.Identity;
import weft.testkit.mesh.MeshTls;
import weft.testkit.mesh.Say;
import weft.testkit.mesh.TransportHeader;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/**
 * Who may ask the application, and what holds while the control plane says nothing: inbound.md 5.
 */
final class InboundPolicyTest {
  private static final String HELLO = "custom tcp hello\n";
  private static final String OTHER = "other.ns1.serviceaccount.identity.linkerd.cluster.local";
  private static final ProxyProtocol DETECT = Say.detect(Duration.ofSeconds(10));

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  private Sidecar byDefault(RawServer app, String policy) {
    var environment = mesh.environment().accepting(app.port());
    return mesh.start(environment.with("INBOUND_DEFAULT_POLICY", policy));
  }

  private Sidecar governed(RawServer app, Server policy) {
    mesh.governs(app, policy);
    return mesh.beside(app).awaitPolicy(app);
  }

  private static int status(RawSocket client) {
    return RawResponse.read(client.send(Http.GET)).status();
  }

  private MeshTls as(Identity identity) {
    return mesh.anonymous().as(identity);
  }

  // ---------------------------------------------------------------- defaults

  @Test
  @Covers("inbound#32")
  void denyClosesBeforeAByteIsRead() {
    var app = mesh.app();
    var proxy = byDefault(app, "deny");
    proxy.plain().expectClosed();
    app.expectNobody();
    proxy.awaitMetric(
        1,
        "inbound_tcp_authz_deny_total",
        "srv_name=\"deny\"",
        "tls=\"no_identity\"",
        "no_tls_reason=\"port_skipped\"");
  }

  @Test
  @Covers("inbound#33")
  void allAuthenticatedTakesDnsIdentitiesOnly() {
    var proxy = byDefault(mesh.app().serve(Http.ANSWERING), "all-authenticated");
    var refused = RawResponse.read(proxy.plain().send(Http.GET));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("l5d-proxy-error")).isEmpty();
    assertThat(status(proxy.accepted(mesh.peer()))).isEqualTo(200);
    var spiffe = mesh.authority.draft().uri("spiffe://cluster.local/ns/ns1/sa/bar").identity();
    assertThat(status(proxy.accepted(as(spiffe)))).isEqualTo(403);
  }

  @Test
  @Covers("inbound#34")
  void clusterUnauthenticatedTakesClientsOfTheClusterOnly() {
    var app = mesh.app().serve(Http.ANSWERING);
    var environment = mesh.environment().accepting(app.port());
    environment.with("INBOUND_DEFAULT_POLICY", "cluster-unauthenticated");
    var outside = mesh.start(environment.with("POLICY_CLUSTER_NETWORKS", "10.0.0.0/8"));
    assertThat(status(outside.plain())).isEqualTo(403);
    var other = mesh.environment().accepting(app.port());
    other.with("INBOUND_DEFAULT_POLICY", "cluster-unauthenticated");
    var inside = mesh.start(other.with("POLICY_CLUSTER_NETWORKS", "10.0.0.0/8,127.0.0.0/8"));
    assertThat(status(inside.plain())).isEqualTo(200);
  }

  @Test
  @Covers("inbound#58")
  void auditTakesEverybodyAndSaysSo() {
    var app = mesh.app().serve(Http.ANSWERING);
    var environment = mesh.environment().accepting(app.port());
    environment.with("POLICY_CLUSTER_NETWORKS", "10.0.0.0/8");
    var proxy = mesh.start(environment.with("INBOUND_DEFAULT_POLICY", "audit"));
    assertThat(status(proxy.plain())).isEqualTo(200);
    proxy.awaitMetric(1, "inbound_http_authz_allow_total", "authz_name=\"audit\"");
  }

  // ---------------------------------------------------------------- who is let in

  @Test
  @Covers("inbound#35")
  void anOpaquePortTakesClientsOfItsNetwork() {
    var app = mesh.app().serve(Http.ECHO);
    var proxy = governed(app, Say.server(Say.opaque(), Say.anybodyFrom("127.0.0.0", 8)));
    proxy.plain().send(HELLO).expect(HELLO);
    proxy.awaitMetric(
        1, "inbound_tcp_authz_allow_total", "srv_name=\"test\"", "authz_name=\"test-authz\"");
    mesh.changes(app, Say.server(Say.opaque(), Say.anybodyFrom("192.0.2.0", 24)));
    Await.until(() -> isRefused(proxy.plain()), () -> "still admitted");
  }

  private static boolean isRefused(RawSocket client) {
    client.send(HELLO);
    return client.readUpTo(1).length == 0;
  }

  @Test
  @Covers("inbound#36")
  void bytesInsideMeshTlsAreForTheIdentityThatIsNamed() {
    var app = mesh.app().serve(Http.ECHO);
    var proxy = governed(app, Say.server(DETECT, Say.only(TestMesh.PEER)));
    proxy.accepted(mesh.peer()).send(HELLO).expect(HELLO);
    proxy.accepted(as(mesh.authority.identity(OTHER))).send(HELLO).expectClosed();
    proxy.plain().send(weft.testkit.mesh.Hello.naming("example.com")).expectClosed();
  }

  @Test
  @Covers("inbound#36")
  void anIdentityReachesAnOpaquePortByTheDirectWayOnly() {
    var app = mesh.app().serve(Http.ECHO);
    var proxy = governed(app, Say.server(Say.opaque(), Say.only(TestMesh.PEER)));
    proxy.plain().expectClosed();
    proxy.direct(mesh.peer(), TransportHeader.port(app.port())).send(HELLO).expect(HELLO);
  }

  @Test
  @Covers({"inbound#37", "inbound#38"})
  void namesUnderASuffixAndTlsWithoutIdentityAreTwoThings() {
    var app = mesh.app().serve(Http.ANSWERING);
    var proxy = governed(app, Say.server(DETECT, Say.onlyUnder("cluster", "local")));
    assertThat(status(proxy.accepted(mesh.peer()))).isEqualTo(200);
    assertThat(status(proxy.accepted(as(mesh.authority.identity("cluster.local"))))).isEqualTo(403);
    assertThat(status(proxy.accepted(mesh.anonymous()))).isEqualTo(403);
    mesh.changes(app, Say.server(DETECT, Say.anyTls()));
    Await.until(() -> status(proxy.accepted(mesh.anonymous())) == 200, () -> "TLS is not admitted");
    assertThat(status(proxy.plain())).isEqualTo(403);
  }

  // ---------------------------------------------------------------- changes

  @Test
  @Covers("inbound#41")
  void aForwardedConnectionEndsWithItsAuthorization() {
    var app = mesh.app().serve(Http.ECHO);
    var proxy = governed(app, Say.server(DETECT, Say.anybody()));
    var client = proxy.plain().send(HELLO).expect(HELLO);
    mesh.changes(app, Say.server(DETECT));
    client.expectGone();
    proxy.awaitMetric(1, "inbound_tcp_authz_terminate_total");
  }

  @Test
  void aForwardedConnectionStaysWhereAnotherAuthorizationAdmitsIt() {
    var app = mesh.app().serve(Http.ECHO);
    var proxy = governed(app, Say.server(DETECT, Say.anybody()));
    var client = proxy.plain().send(HELLO).expect(HELLO);
    mesh.changes(app, Say.server(Say.opaque(), Say.anybodyFrom("127.0.0.0", 8)));
    proxy.awaitPolicy(app, 2);
    client.send(HELLO).expect(HELLO);
  }

  @Test
  @Covers("inbound#80")
  void aRequestIsDeniedOnceItsAuthorizationIsGoneAndTheConnectionStays() {
    var app = mesh.app().serve(Http.ANSWERING);
    var proxy = governed(app, Say.server(DETECT, Say.anybody()));
    var client = proxy.plain();
    assertThat(status(client)).isEqualTo(200);
    mesh.changes(app, Say.server(DETECT));
    Await.until(() -> status(client) == 403, () -> "still admitted");
    var denied = RawResponse.read(client.send(Http.GET));
    assertThat(denied.header("connection")).isEmpty();
    assertThat(denied.header("l5d-proxy-connection")).isEmpty();
  }

  // ---------------------------------------------------------------- the watch

  @Test
  @Covers("inbound#43")
  void aPortThatTheControlPlaneRejectsKeepsTheDefault() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.control
        .inbound()
        .whenCalled(call -> call.fail(Status.Code.INVALID_ARGUMENT, "no such port"));
    var proxy = mesh.beside(app);
    mesh.control.inbound().next();
    assertThat(status(proxy.plain())).isEqualTo(200);
    assertThat(mesh.control.inbound().calls()).hasSize(1);
  }

  @Test
  @Covers("inbound#44")
  void theDefaultHoldsUntilAPolicyComesAtLast() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.control.inbound().whenCalled(call -> call.fail(Status.Code.UNAVAILABLE, "not now"));
    var proxy = mesh.beside(app);
    assertThat(status(proxy.plain())).isEqualTo(200);
    mesh.control.inbound().next();
    mesh.control.inbound().next();
    mesh.governs(app, Say.server(DETECT));
    Await.until(() -> status(proxy.plain()) == 403, () -> "the policy does not take effect");
  }

  @Test
  @Covers("inbound#45")
  void aPolicyOutlivesItsStream() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.control
        .inbound()
        .whenCalled(call -> call.send(Say.server(DETECT, Say.only(TestMesh.PEER))).end());
    var proxy = mesh.beside(app);
    mesh.control.inbound().next();
    mesh.control.inbound().next();
    assertThat(status(proxy.plain())).isEqualTo(403);
    assertThat(status(proxy.accepted(mesh.peer()))).isEqualTo(200);
  }

  @Test
  @Covers("inbound#46")
  void aMessageThatBreaksARuleAdmitsNobody() {
    var app = mesh.app();
    var nowhere = Authz.newBuilder().setAuthentication(Say.anybody().getAuthentication()).build();
    var proxy = governed(app, Say.server(DETECT, nowhere));
    assertThat(status(proxy.plain())).isEqualTo(403);
    proxy.awaitMetric(1, "inbound_http_authz_deny_total", "srv_name=\"invalid\"");
    proxy.plain().send(HELLO).expectClosed();
    app.expectNobody();
  }

  @Test
  void garbageInPlaceOfAPolicyIsPassedOver() {
    var app = mesh.app().serve(Http.ANSWERING);
    mesh.control
        .inbound()
        .whenCalled(call -> call.send(new byte[] {-1, -1, -1}).send(Say.server(DETECT)));
    var proxy = mesh.beside(app);
    Await.until(() -> status(proxy.plain()) == 403, () -> "the message after it is not in force");
  }
}
