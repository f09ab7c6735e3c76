package weft.control.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.control.mesh.MeshText.meshed;
import static weft.control.mesh.MeshText.service;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.destination.GetDestination;
import weft.api.identity.CertifyResponse;
import weft.api.inbound.PortSpec;
import weft.api.outbound.TrafficSpec;
import weft.api.registry.Announcement;
import weft.api.registry.Lease;
import weft.control.mesh.Problem;
import weft.control.wire.Recorded;
import weft.testkit.Covers;

final class ControlPlaneTest {
  private static final String WEB =
      service("web", "{ selector: { app: web }, ports: [ { port: 80, targetPort: http } ] }");
  private static final String ONE = meshed("web-1", "10.0.0.1", 8080);
  private static final String TWO = meshed("web-2", "10.0.0.2", 8080);
  private static final String SA1 = "sa1.ns1.serviceaccount.identity.linkerd.cluster.local";
  private static final String GROUP =
      """
      kind: ExternalGroup
      metadata: { name: workers, namespace: ns1 }
      spec:
        template:
          metadata: { labels: { app: web } }
          spec: { ports: [ { name: http } ] }
      """;
  private static final GetDestination GET =
      GetDestination.newBuilder().setPath("web.ns1.svc.cluster.local:80").build();

  @TempDir Path directory;
  private Plane plane;

  /** The constants of a codec live as long as the process: one round makes them all. */
  @BeforeAll
  static void makeConstants(@TempDir Path directory) throws IOException, RefusedMesh {
    try (var plane = new Plane(directory, WEB, ONE);
        var tunnel = plane.anonymous()) {
      assertStatus(
          () ->
              Plane.call(
                  plane.client(tunnel.port()),
                  InboundBinding.GET_PORT,
                  PortSpec.getDefaultInstance()),
          Status.Code.UNAUTHENTICATED);
    }
  }

  @BeforeEach
  void start() throws IOException, RefusedMesh {
    plane = new Plane(directory, WEB, ONE);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  private static Announcement w1() {
    return Announcement.newBuilder()
        .setNamespace("ns1")
        .setGroup("workers")
        .setInstance("w1")
        .addIps("10.0.0.7")
        .addPorts(Announcement.Port.newBuilder().setName("http").setPort(9001))
        .setReady(true)
        .build();
  }

  private ManagedChannel clear() {
    return plane.client(plane.plane.plaintext().getFirst().getPort());
  }

  private CertifyResponse certify(Keys keys, String token) throws IOException {
    try (var tunnel = plane.anonymous()) {
      return Plane.call(plane.client(tunnel.port()), IdentityBinding.CERTIFY, keys.request(token));
    }
  }

  private static void assertStatus(Runnable call, Status.Code code) {
    assertThatThrownBy(call::run)
        .satisfies(e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(code));
  }

  @Test
  @Covers({"control-plane#X13", "control-plane#I1"})
  void aProxyCertifiesWithoutCertificateAndSubscribesWithIt() throws Exception {
    var keys = Keys.of(SA1);
    var chain = Keys.chain(certify(keys, plane.token("sa1")));
    try (var tunnel = Tunnel.as(keys, chain, plane.plane.api(), plane.material.anchor())) {
      var client = plane.client(tunnel.port());
      var updates = Plane.stream(client, DestinationBinding.GET, GET);
      assertThat(updates.next().getAdd().getAddrsCount()).isEqualTo(1);
      var server = Objects.requireNonNull(tunnel.serverCertificate());
      assertThat(server.getSubjectAlternativeNames())
          .containsExactly(
              List.of(2, "control.linkerd.serviceaccount.identity.linkerd.cluster.local"));
      var renewed = Plane.call(client, IdentityBinding.CERTIFY, keys.request(""));
      assertThat(Keys.chain(renewed).getFirst().getNotAfter()).isAfter(Date.from(Instant.now()));
    }
  }

  @Test
  void withoutCertificateOnlyCertifyIsServed() throws Exception {
    try (var tunnel = plane.anonymous()) {
      var client = plane.client(tunnel.port());
      assertStatus(
          () -> Plane.stream(client, DestinationBinding.GET, GET).next(),
          Status.Code.UNAUTHENTICATED);
      assertStatus(
          () -> Plane.call(client, InboundBinding.GET_PORT, PortSpec.getDefaultInstance()),
          Status.Code.UNAUTHENTICATED);
      assertStatus(
          () -> Plane.call(client, IdentityBinding.CERTIFY, Keys.of(SA1).request("")),
          Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void aCertificateFromAnotherRootIsRefusedInTheHandshake() throws Exception {
    var other = Files.createDirectory(directory.resolve("other"));
    try (var stranger = new Plane(other, WEB)) {
      var keys = Keys.of(SA1);
      try (var theirs = stranger.anonymous()) {
        var chain =
            Keys.chain(
                Plane.call(
                    stranger.client(theirs.port()),
                    IdentityBinding.CERTIFY,
                    keys.request(stranger.token("sa1"))));
        try (var tunnel = Tunnel.as(keys, chain, plane.plane.api(), plane.material.anchor())) {
          assertStatus(
              () -> Plane.stream(plane.client(tunnel.port()), DestinationBinding.GET, GET).next(),
              Status.Code.UNAVAILABLE);
        }
      }
    }
  }

  @Test
  void thePlaintextPortsServeEverything() {
    assertThat(plane.plane.plaintext()).hasSize(2).doesNotHaveDuplicates();
    var client = clear();
    assertThat(Plane.stream(client, DestinationBinding.GET, GET).next().hasAdd()).isTrue();
    var workload = "{\"ns\":\"ns1\",\"external_workload\":\"web-1\"}";
    var port = PortSpec.newBuilder().setWorkload(workload).setPort(8080).build();
    assertThat(Plane.call(client, InboundBinding.GET_PORT, port).getProtocol().hasDetect())
        .isTrue();
    var traffic =
        TrafficSpec.newBuilder().setSourceWorkload(workload).setAuthority("web.ns1.svc").build();
    assertThat(Plane.call(client, OutboundBinding.GET, traffic).getProtocol().hasDetect()).isTrue();
  }

  @Test
  @Covers({"control-plane#S1", "control-plane#S3"})
  void anEditReachesOpenStreams() throws Exception {
    var updates = Plane.stream(clear(), DestinationBinding.GET, GET);
    assertThat(updates.next().getAdd().getAddrsCount()).isEqualTo(1);
    plane.write(WEB, ONE, TWO);
    var delta = updates.next();
    assertThat(delta.getAdd().getAddrsList())
        .singleElement()
        .satisfies(one -> assertThat(one.getMetricLabelsMap()).containsValue("web-2"));
    assertThat(plane.nextReload()).isInstanceOf(Reload.Applied.class);
  }

  @Test
  @Covers("control-plane#S2")
  void aBadFileChangesNothingAndIsToldOnce() throws Exception {
    plane.writeText("kind: Mesh\nmetadata: [\n");
    var reload = plane.nextReload();
    assertThat(reload).isInstanceOf(Reload.Refused.class);
    assertThat(reload.problems()).isNotEmpty();
    assertThat(plane.plane.lastReload()).isEqualTo(reload);
    assertThat(plane.plane.mesh().workloads()).hasSize(1);
    assertThat(Plane.stream(clear(), DestinationBinding.GET, GET).next().hasAdd()).isTrue();
    plane.write(WEB, ONE, TWO);
    assertThat(plane.nextReload()).isInstanceOf(Reload.Applied.class);
  }

  @Test
  @Covers({"control-plane#S4", "control-plane#I7"})
  void anotherIssuerSignsTheNextCertificate() throws Exception {
    var next = plane.material.withNewIssuer(Duration.ofDays(10), Instant.now(), new SecureRandom());
    next.writeTo(directory.resolve("next"));
    plane.writeText(Plane.text(WEB, ONE).replace("ca/issuer", "next/issuer"));
    assertThat(plane.nextReload()).isInstanceOf(Reload.Applied.class);
    var keys = Keys.of(SA1);
    var chain = Keys.chain(certify(keys, plane.token("sa1")));
    chain.getFirst().verify(next.issuer().getPublicKey());
  }

  @Test
  @Covers("control-plane#I8")
  void anIssuerOfGarbageLeavesTheOldOneInUse() throws Exception {
    var issuer = directory.resolve("ca/issuer.pem");
    Files.move(
        Files.writeString(directory.resolve("garbage"), "garbage"),
        issuer,
        StandardCopyOption.REPLACE_EXISTING);
    plane.nextReload();
    var chain = Keys.chain(certify(Keys.of(SA1), plane.token("sa1")));
    chain.getFirst().verify(plane.material.issuer().getPublicKey());
  }

  @Test
  void keyFilesThatAreMissingKeepItFromStarting() throws Exception {
    var empty = Files.createDirectory(directory.resolve("empty"));
    var mesh = Files.writeString(empty.resolve("mesh.yaml"), Plane.text(WEB, ONE));
    assertThatThrownBy(() -> ControlPlane.start(mesh, Options.standard()))
        .isInstanceOf(RefusedMesh.class)
        .hasMessageContaining("mesh.yaml:5:17: error: spec.trustAnchors: found no such file: ")
        .hasMessageContaining("anchors.pem")
        .hasMessageContaining("weft ca init");
    assertThat(ControlPlane.check(mesh)).anyMatch(Problem::isError);
    assertThat(ControlPlane.check(plane.mesh())).isEmpty();
  }

  @Test
  void anAddressInUseIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, Plane.ANY.getAddress())) {
      var options = Options.standard().withDns(Plane.ANY);
      var address = (InetSocketAddress) taken.getLocalSocketAddress();
      assertThatThrownBy(() -> ControlPlane.start(plane.mesh(), options.withApi(address)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void plaintextIsForLoopbackOnly() {
    var everywhere = new InetSocketAddress("0.0.0.0", 0);
    assertThatThrownBy(() -> Options.standard().withPlaintext(List.of(everywhere)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0.0.0");
  }

  @Test
  void anInstanceThatAnnouncesItselfReachesOpenStreamsAndGoesWithAFarewell() throws Exception {
    plane.write(WEB, ONE, GROUP);
    plane.nextReload();
    var updates = Plane.stream(clear(), DestinationBinding.GET, GET);
    assertThat(updates.next().getAdd().getAddrsCount()).isEqualTo(1);
    var leases = new Recorded<Lease>();
    var stream =
        ClientCalls.asyncBidiStreamingCall(
            clear().newCall(RegistryBinding.ANNOUNCE, CallOptions.DEFAULT), leases);
    stream.onNext(w1());
    assertThat(updates.next().getAdd().getAddrs(0).getMetricLabelsMap())
        .containsEntry("external_workload", "w1");
    assertThat(plane.plane.registrations()).isEqualTo(1);
    stream.onCompleted();
    assertThat(updates.next().getRemove().getAddrsCount()).isEqualTo(1);
  }

  @Test
  void onlyWhoJoinedByTheGroupsTokenMayAnnounce() throws Exception {
    var meshed =
        GROUP.replace("spec: { ports", "spec: { meshTLS: { identity: " + SA1 + " }, ports");
    plane.write(WEB, ONE, meshed);
    plane.nextReload();
    try (var tunnel = joined(plane.token("sa1"))) {
      assertThat(announce(tunnel))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withMessageContaining("PERMISSION_DENIED")
          .withMessageContaining("is for no group; join with one of: weft token --group workers");
    }
    try (var tunnel = joined(plane.token("sa1", "workers"))) {
      assertThat(announce(tunnel)).succeedsWithin(Duration.ofSeconds(10));
      assertThat(plane.plane.registrations()).isEqualTo(1);
    }
  }

  /** The connection of somebody who certified with a token. */
  private Tunnel joined(String token) throws Exception {
    var keys = Keys.of(SA1);
    var chain = Keys.chain(certify(keys, token));
    return Tunnel.as(keys, chain, plane.plane.api(), plane.material.anchor());
  }

  /** The first lease, or why there is none. */
  private CompletableFuture<Lease> announce(Tunnel tunnel) {
    var first = new CompletableFuture<Lease>();
    var observer =
        new StreamObserver<Lease>() {
          @Override
          public void onNext(Lease lease) {
            first.complete(lease);
          }

          @Override
          public void onError(Throwable why) {
            first.completeExceptionally(why);
          }

          @Override
          public void onCompleted() {
            first.cancel(false);
          }
        };
    ClientCalls.asyncBidiStreamingCall(
            plane.client(tunnel.port()).newCall(RegistryBinding.ANNOUNCE, CallOptions.DEFAULT),
            observer)
        .onNext(w1());
    return first;
  }

  @Test
  void twoControlPlanesOverOneDirectoryServeTheSameInstances() throws Exception {
    plane.writeText(
        Plane.text(WEB, ONE, GROUP).replace("spec:\n  join", "spec:\n  state: state/\n  join"));
    var options =
        Options.standard().withApi(Plane.ANY).withDns(Plane.ANY).withPlaintext(List.of(Plane.ANY));
    try (var other = ControlPlane.start(plane.mesh(), options)) {
      var leases = new Recorded<Lease>();
      try (var one = ControlPlane.start(plane.mesh(), options)) {
        var updates = Plane.stream(clear(other), DestinationBinding.GET, GET);
        assertThat(updates.next().getAdd().getAddrsCount()).isEqualTo(1);
        var stream =
            ClientCalls.asyncBidiStreamingCall(
                clear(one).newCall(RegistryBinding.ANNOUNCE, CallOptions.DEFAULT), leases);
        stream.onNext(w1());
        assertThat(updates.next().getAdd().getAddrs(0).getMetricLabelsMap())
            .as("announced at the one, told by the other")
            .containsEntry("external_workload", "w1");
      }
      assertThat(other.registrations()).as("one is gone, its instance is not").isEqualTo(1);
      try (var again = ControlPlane.start(plane.mesh(), options)) {
        assertThat(again.registrations()).as("found at the start").isEqualTo(1);
      }
    }
  }

  private ManagedChannel clear(ControlPlane of) {
    return plane.client(of.plaintext().getFirst().getPort());
  }
}
