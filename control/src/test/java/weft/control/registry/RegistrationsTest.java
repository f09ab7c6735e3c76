package weft.control.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshText;
import weft.control.wire.World;

final class RegistrationsTest {
  private static final String GROUP =
      """
      kind: ExternalGroup
      metadata: { name: workers, namespace: ns1 }
      spec:
        template:
          metadata: { labels: { app: web } }
          spec: { ports: [ { name: http }, { name: grpc, port: 9000 } ] }
      """;
  private static final Object STREAM = new Object();

  @TempDir Path directory;
  private long now;
  private final AtomicInteger changes = new AtomicInteger();

  private Registrations open() {
    // The files' times come from a clock that goes with the test's.
    var files =
        new StateDirectory(directory.resolve("state"), () -> Instant.EPOCH.plusNanos(now + 1));
    return new Registrations(files, () -> now, changes::incrementAndGet);
  }

  private Mesh mesh() {
    return new World(directory, GROUP).feed().current();
  }

  private static Registration registration(String instance, boolean ready) {
    return new Registration(
        new Registration.Key("ns1", "workers", instance),
        List.of(InetAddress.ofLiteral("10.0.0.7")),
        Map.of("http", 9001),
        4143,
        4191,
        ready,
        null);
  }

  private void pass(long seconds) {
    now += seconds * 1_000_000_000L;
  }

  private List<String> names(Registrations registrations) {
    registrations.look();
    return registrations.workloads(mesh()).stream().map(one -> one.meta().name()).toList();
  }

  @Test
  void anInstanceIsAWorkloadAsItsGroupSays() {
    var registrations = open();
    registrations.put(registration("w1", true), STREAM);
    assertThat(registrations.workloads(mesh()))
        .singleElement()
        .satisfies(
            workload -> {
              assertThat(workload.meta().labels()).containsEntry("app", "web");
              assertThat(workload.portNamed("http")).hasValue(9001);
              assertThat(workload.portNamed("grpc")).hasValue(9000);
              assertThat(workload.inboundPort()).isEqualTo(4143);
              assertThat(workload.ready()).isTrue();
            });
    assertThat(changes).hasValue(1);
  }

  @Test
  void anInstanceThatIsNotHeardOfLapsesWithItsLease() {
    var registrations = open();
    registrations.put(registration("w1", true), STREAM);
    pass(9);
    registrations.put(registration("w1", true), STREAM);
    pass(9);
    assertThat(names(registrations)).containsExactly("w1");
    pass(1);
    assertThat(names(registrations)).isEmpty();
    assertThat(directory.resolve("state")).isEmptyDirectory();
  }

  @Test
  void anInstanceThatFailsIsWithdrawnAndNotForgotten() {
    var registrations = open();
    registrations.put(registration("w1", false), STREAM);
    assertThat(registrations.workloads(mesh()))
        .singleElement()
        .satisfies(workload -> assertThat(workload.ready()).isFalse());
    assertThat(registrations.size()).isEqualTo(1);
  }

  @Test
  void aFarewellForgetsUnlessItCameByAnotherStreamSince() {
    var registrations = open();
    registrations.put(registration("w1", true), STREAM);
    registrations.put(registration("w1", true), "another");
    registrations.withdraw(registration("w1", true).key(), STREAM);
    assertThat(names(registrations)).containsExactly("w1");
    registrations.withdraw(registration("w1", true).key(), "another");
    assertThat(names(registrations)).isEmpty();
  }

  @Test
  void aRestartServesWhatWasKeptForItsGrace() {
    open().put(registration("w1", true), STREAM);
    pass(3600);
    var restarted = open();
    assertThat(restarted.workloads(mesh())).hasSize(1);
    pass(29);
    assertThat(names(restarted)).containsExactly("w1");
    pass(1);
    assertThat(names(restarted)).isEmpty();
  }

  @Test
  void whoAnnouncesAnewWithinTheGraceStaysAndTheOthersGo() {
    var before = open();
    before.put(registration("w1", true), STREAM);
    before.put(registration("w2", true), "another");
    pass(3600);
    var restarted = open();
    pass(25);
    restarted.put(registration("w1", true), "its stream anew");
    assertThat(names(restarted)).containsExactly("w1", "w2");
    pass(5);
    assertThat(names(restarted)).containsExactly("w1");
  }

  @Test
  void aRestartOfOneLeavesTheInstancesOfTheOther() {
    var one = open();
    var other = open();
    one.put(registration("w1", true), STREAM);
    other.put(registration("w2", true), "at the other");
    var restarted = open();
    for (int i = 0; i < 12; i++) {
      pass(3);
      other.put(registration("w2", true), "at the other");
      restarted.look();
    }
    assertThat(names(restarted)).as("36 s later").containsExactly("w2");
    assertThat(names(other)).containsExactly("w2");
  }

  @Test
  void aDirectoryThatVanishesTakesNobodyAlong() throws IOException {
    var one = open();
    var other = open();
    one.put(registration("w1", true), STREAM);
    assertThat(names(other)).containsExactly("w1");
    Files.move(directory.resolve("state"), directory.resolve("moved"));
    assertThat(names(other)).containsExactly("w1");
    assertThat(names(one)).containsExactly("w1");
    assertThat(directory.resolve("state/ns1~workers~w1.json")).exists();
    assertThat(names(other)).containsExactly("w1");
  }

  @Test
  void twoControlPlanesAgree() {
    var one = open();
    var other = open();
    one.put(registration("w1", true), STREAM);
    assertThat(names(other)).containsExactly("w1");
    for (int i = 0; i < 10; i++) {
      pass(4);
      one.put(registration("w1", true), STREAM);
      assertThat(names(other)).as("renewed at the first").containsExactly("w1");
    }
    one.put(registration("w1", false), STREAM);
    other.look();
    assertThat(other.workloads(mesh()).getFirst().ready()).isFalse();
    one.withdraw(registration("w1", true).key(), STREAM);
    assertThat(names(other)).isEmpty();
  }

  @Test
  void anInstanceThatMovesToTheOtherControlPlaneStays() {
    var one = open();
    var other = open();
    one.put(registration("w1", true), STREAM);
    other.look();
    pass(5);
    one.disown(registration("w1", true).key(), STREAM);
    other.put(registration("w1", true), "its stream there");
    pass(6);
    assertThat(names(one)).containsExactly("w1");
    assertThat(names(other)).containsExactly("w1");
  }

  @Test
  void whatOneDeletesByMistakeIsWrittenAnewByWhoHasTheStream() throws IOException {
    var one = open();
    one.put(registration("w1", true), STREAM);
    Files.delete(directory.resolve("state/ns1~workers~w1.json"));
    assertThat(names(one)).containsExactly("w1");
    assertThat(directory.resolve("state/ns1~workers~w1.json")).exists();
  }

  @Test
  void aFileThatCannotBeReadIsPassedOver() throws IOException {
    Files.createDirectories(directory.resolve("state"));
    Files.writeString(directory.resolve("state/ns1~workers~bad.json"), "{ \"namespace\": 1 }");
    var registrations = open();
    registrations.put(registration("w1", true), STREAM);
    assertThat(names(registrations)).containsExactly("w1");
  }

  @Test
  void whatCameByATokenThatIsRevokedIsServedNoMore() {
    var known = registration("w1", true);
    var registrations = open();
    registrations.put(
        new Registration(known.key(), known.ips(), known.ports(), 4143, 4191, true, "stolen"),
        STREAM);
    var world = new World(directory, GROUP);
    world.becomesText(withJoin("[]"));
    assertThat(registrations.workloads(world.feed().current())).hasSize(1);
    world.becomesText(withJoin("[ stolen ]"));
    assertThat(registrations.workloads(world.feed().current())).isEmpty();
    assertThat(open().workloads(world.feed().current())).as("after a restart").isEmpty();
  }

  private static String withJoin(String revoked) {
    return MeshText.documents(GROUP)
        .replace(
            "spec:\n  trust",
            "spec:\n  join: { key: ca/join-key.pem, revoked: " + revoked + " }\n  trust");
  }

  @Test
  void withoutADirectoryMemoryIsAll() {
    var registrations =
        new Registrations(
            new StateDirectory(null, () -> Instant.EPOCH), () -> now, changes::incrementAndGet);
    registrations.put(registration("w1", true), STREAM);
    assertThat(names(registrations)).containsExactly("w1");
    pass(10);
    assertThat(names(registrations)).isEmpty();
  }
}
