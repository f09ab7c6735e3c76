package weft.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshLoader;
import weft.control.mesh.ObjectName;

class DemoMeshTest {
  private final DemoMesh demo = new DemoMesh("127.0.1", Ports.USUAL);
  @TempDir Path directory = Path.of("");

  private Mesh load(String yaml) throws IOException {
    var loaded = MeshLoader.load(Files.writeString(directory.resolve("mesh.yaml"), yaml));
    assertThat(loaded.problems()).isEmpty();
    return loaded.mesh().orElseThrow();
  }

  private static int endpoints(Mesh mesh, String service, int port) {
    var found = mesh.service(new ObjectName("default", service)).orElseThrow();
    return mesh.endpointsOf(found, port).size();
  }

  @Test
  void itsFileHasNoMistakeAndEachServiceItsInstances() throws IOException {
    var mesh = load(demo.yaml(DemoMesh.PATIENT));
    assertThat(mesh.workloads()).hasSize(7);
    assertThat(endpoints(mesh, "api", 80)).isEqualTo(3);
    assertThat(endpoints(mesh, "greeter", 80)).isEqualTo(2);
    assertThat(endpoints(mesh, "cache", 6379)).isEqualTo(1);
  }

  @Test
  void aFourthApiIsKnownByItsGroup() throws IOException {
    var mesh = load(demo.yaml(DemoMesh.PATIENT));
    var group = mesh.group(new ObjectName("default", DemoMesh.GROUP)).orElseThrow();
    assertThat(group.labels()).containsEntry("app", demo.newcomer().service());
  }

  @Test
  void theEditChangesTheTimeoutOfReportsAlone() {
    var before = demo.yaml(DemoMesh.PATIENT).lines().toList();
    assertThat(demo.yaml(DemoMesh.IMPATIENT).lines().filter(line -> !before.contains(line)))
        .singleElement()
        .asString()
        .contains("pathRegex: /report", "timeout: 100ms");
  }
}
