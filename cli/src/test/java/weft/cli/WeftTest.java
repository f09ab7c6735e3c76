package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.control.json.JsonException;
import weft.control.token.JoinFile;

class WeftTest {
  private static final String MESH =
      """
      kind: Mesh
      metadata: { name: test }
      spec:
        trustAnchors: { file: ca/anchors.pem }
        issuer: { certificate: ca/issuer.pem, key: ca/issuer-key.pem }
        join: { key: ca/join-key.pem }
        listen: { api: 127.0.0.1:8443, dns: 127.0.0.1:8053 }
      ---
      kind: ExternalWorkload
      metadata: { name: api-1, labels: { app: api } }
      spec:
        meshTLS: { identity: api.default.serviceaccount.identity.linkerd.cluster.local }
        workloadIPs: [ { ip: 127.0.1.2 } ]
        ports: [ { name: http, port: 9001 }, { name: linkerd-proxy, port: 4143 } ]
      ---
      kind: ExternalWorkload
      metadata: { name: plain }
      spec:
        workloadIPs: [ { ip: 127.0.1.3 } ]
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path directory = Path.of("");

  private int weft(String... arguments) {
    return Weft.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private Path mesh() throws IOException {
    assertThat(weft("ca", "init", directory.resolve("ca").toString())).isZero();
    return Files.writeString(directory.resolve("mesh.yaml"), MESH);
  }

  @Test
  void aTokenIsWrittenForAWorkloadOfTheMeshFile() throws IOException, JsonException {
    var file = directory.resolve("api-1.join");
    int code =
        weft("token", "--workload", "api-1", "--mesh", mesh().toString(), "--out", file.toString());
    assertThat(code).as(err.toString()).isZero();
    var join = JoinFile.read(file);
    assertThat(join.identity())
        .isEqualTo("api.default.serviceaccount.identity.linkerd.cluster.local");
    assertThat(join.ports()).containsOnlyKeys("http");
    assertThat(join.inboundPort()).isEqualTo(4143);
    assertThat(join.control()).containsExactly("127.0.0.1:8443");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aJoinFileNamesAllControlPlanesOfTheMesh() throws IOException, JsonException {
    var file = directory.resolve("api-1.join");
    int code =
        weft(
            "token",
            "--workload",
            "api-1",
            "--mesh",
            mesh().toString(),
            "--out",
            file.toString(),
            "--control",
            "10.0.0.1:8443,10.0.0.2:8443",
            "--dns",
            "10.0.0.1:53");
    assertThat(code).as(err.toString()).isZero();
    assertThat(JoinFile.read(file).control()).containsExactly("10.0.0.1:8443", "10.0.0.2:8443");
    assertThat(JoinFile.read(file).dns()).containsExactly("10.0.0.1:53");
  }

  @Test
  void aWorkloadThatIsNotDeclaredIsRefusedWithThoseThatAre() throws IOException {
    int code = weft("token", "--workload", "api-9", "--mesh", mesh().toString());
    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("no ExternalWorkload api-9 in namespace default")
        .contains("api-1")
        .doesNotContain("at weft");
  }

  @Test
  void aWorkloadOutsideOfTheMeshGetsNoToken() throws IOException {
    assertThat(weft("token", "--workload", "plain", "--mesh", mesh().toString())).isEqualTo(1);
    assertThat(err.toString()).contains("plain is not meshed: give it spec.meshTLS.identity");
  }

  @Test
  void keysThatExistAreNotOverwritten() {
    var ca = directory.resolve("ca").toString();
    assertThat(weft("ca", "init", ca)).isZero();
    assertThat(weft("ca", "init", ca)).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("anchors.pem exists already");
  }

  @Test
  void debugShowsTheStackTrace() {
    assertThat(weft("token", "--workload", "a", "--mesh", "/nonexistent", "--debug")).isEqualTo(1);
    assertThat(err.toString()).contains("/nonexistent").contains("at weft.cli.TokenCommand.call");
  }

  @Test
  void wrongOptionsEndWith64AndSayWhereToLook() {
    assertThat(weft("token", "--ttl", "soon")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("a whole number with ms, s, m, h or d")
        .contains("`weft token --help` tells more");
  }

  @Test
  void everyCommandHasHelpAndCompletion() {
    for (var name : Weft.commandLine().getSubcommands().keySet()) {
      assertThat(weft(name, "--help")).as(name).isZero();
    }
    assertThat(weft("completion")).isZero();
    assertThat(out.toString()).contains("weft token").contains("complete -F");
  }

  @Test
  void aCheckOfFilesFindsThemGood() throws IOException {
    int code = weft("check", "--files", "--mesh", mesh().toString());
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("ok    trust anchor: valid until", "ok    issuer: valid until")
        .contains("issuer-key.pem can be read by its owner only")
        .doesNotContain("FAIL", "warn");
  }

  @Test
  void aCheckNamesTheFileThatDoesNotFitAndTheMend() throws IOException {
    var file = mesh();
    assertThat(weft("ca", "init", directory.resolve("other").toString())).isZero();
    Files.copy(
        directory.resolve("other/issuer-key.pem"),
        directory.resolve("ca/issuer-key.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(weft("check", "--files", "--mesh", file.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("FAIL  trust material: ", "issuer-key.pem is not the key of ", "mend: ");
  }

  @Test
  void aCheckSaysWhatDoesNotRun() throws IOException {
    var file = mesh();
    Files.writeString(file, MESH.replace("127.0.1.2", "127.213.7.2")); // where nobody listens
    assertThat(weft("check", "--mesh", file.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("FAIL  control plane: nobody answers on 127.0.0.1:8443")
        .contains("warn  workload default/api-1: no proxy answers on 127.213.7.2:4191")
        .contains("mend: start it with `weft run");
  }

  @Test
  void waitingForAProxyThatIsNotThereEnds() {
    int code = weft("await", "--admin", "127.0.0.1:1", "--timeout", "300ms");
    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .contains("weft: waiting: nobody answers at 127.0.0.1:1")
        .contains("was not ready within");
  }
}
