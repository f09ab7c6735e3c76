package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import weft.testkit.process.Finished;
import weft.testkit.process.Program;

/** Who is not let in: bad tokens, certification requests and certificates. */
@ExtendWith(Pair.Shared.class)
class IdentityTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static Path join;

  private final Pair pair;
  private final Mesh mesh;

  @TempDir Path directory;

  IdentityTest(Pair pair) {
    this.pair = pair;
    this.mesh = pair.mesh();
  }

  @BeforeAll
  static void makeJoinFile(Pair pair) throws IOException, GeneralSecurityException {
    join = pair.mesh().join("job");
    try (var certifier = Certifier.of(pair.mesh())) { // once for what gRPC keeps for ever
      assertThatThrownBy(() -> certifier.certify("", "", new byte[0])).isNotNull();
    }
  }

  private static Finished run(Path join) {
    return Weft.run("run", "--join", join, "--", "echo", "started");
  }

  private static void assertNotStarted(Finished ran, String why) {
    assertThat(ran.exitCode()).isEqualTo(69);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("weft run: no sidecar: ", why).doesNotContain("\tat ");
  }

  @Test
  void aTokenThatExpiredStartsNoSidecar() {
    assertNotStarted(
        run(mesh.join("job", "--ttl", "1ms")), "FAILED_PRECONDITION: identity: token expired at ");
  }

  @Test
  void aTokenOfAnotherWorkloadStartsNoSidecar() throws IOException {
    var stolen = directory.resolve("stolen.join");
    mesh.write(stolen, Files.readString(join).replace("\"job.default", "\"web.default"));
    assertNotStarted(
        run(stolen),
        "identity: token is for " + mesh.identity("job") + ", not for " + mesh.identity("web"));
  }

  @Test
  void aTokenThatIsRevokedStartsNoSidecar() throws IOException {
    var before = mesh.text();
    mesh.edit("revoked: []", "revoked: [ \"" + Join.tokenId(join) + "\" ]");
    mesh.control().awaitErrorLine("weft control: reloaded", LIMIT);
    assertNotStarted(run(join), "is revoked");
    mesh.write(before);
  }

  @Test
  void aRequestForOtherNamesIsRefused() throws IOException, GeneralSecurityException {
    var csr = directory.resolve("csr.der");
    Program.OPENSSL
        .with("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        .and("-keyout", directory.resolve("key.pem"), "-outform", "DER", "-out", csr)
        .and("-subj", "/CN=" + mesh.identity("job"), "-addext", "subjectAltName=DNS:bank.example")
        .run(LIMIT)
        .successfully();
    try (var certifier = Certifier.of(mesh)) {
      assertThatThrownBy(
              () ->
                  certifier.certify(
                      mesh.identity("job"), Join.token(join), Files.readAllBytes(csr)))
          .hasMessage(
              "FAILED_PRECONDITION: identity: certificate signing request must have one DNS name, "
                  + mesh.identity("job")
                  + ", got: [bank.example]");
    }
  }

  @Test
  void aCertificateThatExpiredIsRefusedByThePeer() {
    var leaf = new Leaf(directory, mesh.directory().resolve("ca"), mesh.identity("web"));
    knock(leaf.signedForDays(-1));
    pair.app().child().awaitErrorLine("expired", LIMIT);
  }

  @Test
  void aCertificateFromAnotherRootIsRefusedByThePeer() {
    var other = directory.resolve("other");
    Weft.run("ca", "init", other).successfully();
    knock(new Leaf(directory, other, mesh.identity("web")).signedForDays(1));
    pair.app().child().awaitErrorLine("signature by ", LIMIT);
  }

  /** Shakes hands with the server's proxy, or tries to. */
  private void knock(Leaf leaf) {
    InetSocketAddress app = pair.app(4143);
    var ran =
        Program.OPENSSL
            .with(
                "s_client", "-connect", mesh.ip("app") + ":" + app.getPort(), "-tls1_3", "-ign_eof")
            .and("-servername", mesh.identity("app"), "-alpn", "transport.l5d.io/v1")
            .and("-cert", leaf.certificate(), "-key", leaf.key(), "-cert_chain", leaf.authority())
            .run(LIMIT);
    assertThat(ran.out() + ran.err()).contains("alert");
  }
}
