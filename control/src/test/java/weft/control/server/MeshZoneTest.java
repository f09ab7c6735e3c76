package weft.control.server;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.meshed;
import static weft.control.mesh.MeshText.service;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.control.dns.Names;
import weft.control.wire.World;

final class MeshZoneTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("10.0.0.1");

  @TempDir Path directory;
  private MeshNames names;

  @BeforeEach
  void start() {
    var web =
        "{ clusterIP: 10.9.9.9, selector: { app: web }, ports: [ { name: http, port: 80 } ] }";
    var db =
        "{ clusterIP: None, selector: { app: web }, ports: [ { name: sql, port: 80,"
            + " targetPort: http } ] }";
    var world =
        new World(directory, service("web", web), service("db", db), meshed("w-1", "10.0.0.1", 9));
    names = new MeshNames(world.feed());
  }

  private Names.Entry entry(String name) {
    return Objects.requireNonNull(names.lookup(name));
  }

  @Test
  void aServiceHasItsAddressAndItsPorts() {
    var name = "web.ns1.svc.cluster.local";
    assertThat(entry(name).addresses()).containsExactly(InetAddress.ofLiteral("10.9.9.9"));
    assertThat(entry(name).services()).containsExactly(new Names.Service("http", "tcp", 80, name));
  }

  @Test
  void aHeadlessServiceHasThoseOfItsInstances() {
    var name = "db.ns1.svc.cluster.local";
    assertThat(entry(name).addresses()).containsExactly(ONE);
    assertThat(entry(name).services())
        .containsExactly(new Names.Service("sql", "tcp", 9, "w-1." + name));
    assertThat(entry("w-1." + name).addresses()).containsExactly(ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster.local", "svc.cluster.local", "ns1.svc.cluster.local"})
  void aNameAboveOthersExistsWithNothing(String name) {
    assertThat(entry(name)).isEqualTo(Names.Entry.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nope.ns1.svc.cluster.local",
        "ns2.svc.cluster.local",
        "x.web.ns1.svc.cluster.local",
        "web.ns1.pod.cluster.local",
        "example.org",
      })
  void anyOtherNameIsUnknown(String name) {
    assertThat(names.lookup(name)).isNull();
  }
}
