package weft.control.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no honest mistakes cost no more than an error. */
@Timeout(30)
final class HostileFileTest {
  private static final String PROFILE =
      """
      apiVersion: linkerd.io/v1alpha2
      kind: ServiceProfile
      metadata: { name: web.ns1.svc.cluster.local, namespace: ns1 }
      spec:
        routes:
        - name: a
          condition:
      """;

  @TempDir Path directory;

  private List<String> problems(Path path) {
    return MeshLoader.load(path).problems().stream()
        .map(problem -> problem.toString().replace(directory + "/", ""))
        .toList();
  }

  private String problem(String document) throws IOException {
    var file =
        Files.writeString(directory.resolve("mesh.yaml"), MeshText.documents(document + "\n"));
    assertThat(problems(file)).hasSize(1);
    return problems(file).getFirst();
  }

  @Test
  void aFewAliasesThatStandForMillionsAreRefused() throws IOException {
    var text = new StringBuilder(PROFILE).append("      any:\n      - &c0 { method: GET }\n");
    for (int i = 1; i <= 16; i++) {
      text.append("      - &c%d { any: [ *c%2$d, *c%2$d, *c%2$d ] }\n".formatted(i, i - 1));
    }
    assertThat(problem(text.toString()))
        .isEqualTo(
            "mesh.yaml:8:1: error: found aliases by which it stands for 290565361 values;"
                + " accepted: values that are written out");
  }

  @Test
  void whatContainsItselfIsRefused() throws IOException {
    assertThat(problem(PROFILE + "      &x { all: [ { method: GET }, *x ] }"))
        .isEqualTo(
            "mesh.yaml:15:7: error: found something that contains itself, by an alias;"
                + " accepted: values that are written out");
  }

  @Test
  void whatNestsTooDeepIsRefusedWhereItDoes() throws IOException {
    assertThat(problem("kind: Service\nspec: " + "[".repeat(100_000)))
        .isEqualTo(
            "mesh.yaml:9:106: error: found mappings and lists nested deeper than 100;"
                + " accepted: YAML 1.2");
  }

  @Test
  void anHonestAliasIsReadAsWhatItStandsFor() throws IOException {
    var service = MeshText.service("web", "{ ports: [ &http { name: http, port: 80 } ] }");
    var group = "kind: ExternalGroup\nmetadata: &m { name: g, namespace: ns1, labels: { a: b } }\n";
    var spec = "spec: { template: { metadata: *m, spec: { ports: [ { name: http } ] } } }\n";
    var file =
        Files.writeString(
            directory.resolve("mesh.yaml"), MeshText.documents(service, group + spec));
    assertThat(problems(file)).noneMatch(problem -> problem.contains("alias"));
  }

  @Test
  void aFileThatIsTooLongIsNotRead() throws IOException {
    var file = directory.resolve("mesh.yaml");
    long length = MeshFiles.most() + 1;
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(length);
    }
    assertThat(problems(file))
        .containsExactly(
            "mesh.yaml: error: found %d bytes; accepted: at most %d in all files together, for more"
                    .formatted(length, length - 1)
                + " set a larger heap (-Xmx)");
  }

  @Test
  void whatIsNoFileIsNamedAsWhatItIs() throws IOException {
    Files.createDirectories(directory.resolve("all/x.yaml"));
    assertThat(problems(directory.resolve("all")))
        .containsExactly("all/x.yaml: error: found a directory; accepted: a file that can be read");
    assertThat(problems(directory.resolve("all/x.yaml")))
        .containsExactly(
            "all/x.yaml: error: found no file; accepted: a directory with *.yaml or *.yml files");
    assertThat(problems(directory.resolve("none.yaml")))
        .containsExactly("none.yaml: error: found no such file; accepted: a file that can be read");
    assertThat(problems(Path.of("/dev/zero")))
        .containsExactly(
            "/dev/zero: error: found a device or a pipe; accepted: a file that can be read");
  }
}
