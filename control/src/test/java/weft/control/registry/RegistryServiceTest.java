package weft.control.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.registry.Announcement;
import weft.api.registry.Lease;
import weft.control.ca.TokenMark;
import weft.control.identity.Peer;
import weft.control.mesh.MeshText;
import weft.control.wire.Recorded;
import weft.control.wire.World;

final class RegistryServiceTest {
  private static final String SA1 = "sa1.ns1.serviceaccount.identity.linkerd.cluster.local";
  private static final String GROUP =
      """
      kind: ExternalGroup
      metadata: { name: workers, namespace: ns1 }
      spec:
        template:
          metadata: { labels: { app: web } }
          spec: { meshTLS: { identity: %s }, ports: [ { name: http } ] }
      """
          .formatted(SA1);

  @TempDir Path directory;
  private World world;
  private Registrations registrations;
  private RegistryService service;
  private final Recorded<Lease> client = new Recorded<>();

  @BeforeEach
  void start() {
    world = new World(directory, GROUP);
    revoke("[]");
    registrations =
        new Registrations(new StateDirectory(null, () -> Instant.EPOCH), () -> 0, () -> {});
    service = new RegistryService(world.feed(), registrations);
  }

  private void revoke(String tokens) {
    world.becomesText(
        MeshText.documents(GROUP, MeshText.meshed("web-1", "10.0.0.1", 8080))
            .replace(
                "spec:\n  trust",
                "spec:\n  join: { key: ca/join-key.pem, revoked: " + tokens + " }\n  trust"));
  }

  private StreamObserver<Announcement> as(String identity) {
    return as(identity, new TokenMark("t1", "ns1/workers"));
  }

  private StreamObserver<Announcement> as(String identity, @Nullable TokenMark token) {
    return service.announce(new Peer(identity, Instant.MAX, token), client);
  }

  private void assertDenied(@Nullable TokenMark token, String why) {
    as(SA1, token).onNext(w1().build());
    assertThat(client.status()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(client.reason())
        .startsWith("registry: " + SA1 + " may not announce instances of ExternalGroup ns1/workers")
        .contains(why)
        .endsWith("; join with one of: weft token --group workers --namespace ns1");
    assertThat(registrations.size()).isZero();
  }

  private static Announcement.Builder w1() {
    return Announcement.newBuilder()
        .setNamespace("ns1")
        .setGroup("workers")
        .setInstance("w1")
        .addIps("10.0.0.7")
        .addPorts(Announcement.Port.newBuilder().setName("http").setPort(9001))
        .setReady(true);
  }

  private Status.@Nullable Code refused(Announcement.Builder said) {
    as(SA1).onNext(said.build());
    assertThat(registrations.size()).isZero();
    return client.status();
  }

  @Test
  void eachAnnouncementIsAnsweredWithALease() {
    var stream = as(SA1);
    stream.onNext(w1().build());
    stream.onNext(w1().build());
    assertThat(client.take()).hasSize(2).allMatch(lease -> lease.getExpiresIn().getSeconds() == 10);
    assertThat(registrations.size()).isEqualTo(1);
  }

  @Test
  void theEndOfTheStreamWithdrawsAndItsBreakDoesNot() {
    var broken = as(SA1);
    broken.onNext(w1().build());
    broken.onError(new RuntimeException("reset"));
    assertThat(registrations.size()).isEqualTo(1);
    var again = as(SA1);
    again.onNext(w1().build());
    again.onCompleted();
    assertThat(registrations.size()).isZero();
    assertThat(client.status()).isEqualTo(Status.Code.OK);
  }

  @Test
  void onlyTheGroupsIdentityMayAnnounce() {
    as("sa2.ns1.serviceaccount.identity.linkerd.cluster.local").onNext(w1().build());
    assertThat(client.status()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(registrations.size()).isZero();
  }

  @Test
  void onlyATokenForTheGroupMayAnnounce() {
    assertDenied(null, "as it joined without a token");
    assertDenied(new TokenMark("t1", null), "as its token t1 is for no group");
    assertDenied(new TokenMark("t1", "ns1/others"), "its token t1 is for ExternalGroup ns1/others");
    assertDenied(new TokenMark("t1", "ns2/workers"), "is for ExternalGroup ns2/workers");
  }

  @Test
  void aTokenThatIsRevokedAnnouncesNothingAndWhatItAnnouncedIsWithdrawn() {
    var stream = as(SA1);
    stream.onNext(w1().build());
    assertThat(registrations.workloads(world.feed().current())).hasSize(1);
    revoke("[ t1 ]");
    assertThat(registrations.workloads(world.feed().current())).isEmpty();
    stream.onNext(w1().build());
    assertThat(client.status()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(registrations.size()).isZero();
    assertDenied(new TokenMark("t1", "ns1/workers"), "as its token t1 is revoked");
  }

  @Test
  void aMistakeLaterOnLeavesTheInstanceTheRestOfItsLease() {
    var stream = as(SA1);
    stream.onNext(w1().build());
    stream.onNext(w1().clearIps().build());
    assertThat(client.status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(registrations.size()).isEqualTo(1);
  }

  @Test
  void inClearEverybodyMayAnnounce() {
    service.announce(null, client).onNext(w1().build());
    assertThat(client.take()).hasSize(1);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThat(refused(w1().setGroup("nobody"))).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused(w1().setInstance("No!"))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused(w1().setInstance("web-1"))).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(refused(w1().clearIps())).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused(w1().addIps("host"))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused(w1().addIps("0.0.0.0"))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused(w1().addIps("ff02::1"))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused(w1().clearPorts())).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused(w1().setInboundPort(70_000))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    var other = Announcement.Port.newBuilder().setName("other").setPort(1);
    assertThat(refused(w1().addPorts(other))).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }
}
