package weft.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.proxy.identity.Mesh.NAME;
import static weft.proxy.identity.Mesh.id;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.testkit.Covers;

/** Our TLS against itself and against OpenSSL's command line. */
@Timeout(60)
class MeshTlsTest {
  private static final TestAuthority CA = TestAuthority.root("ca", Mesh.today());

  @TempDir Path files;

  @Test
  @Covers("identity-tls#19")
  void proxiesKnowEachOtherAndPreferTheHybridGroup() throws Exception {
    try (var mesh = Mesh.certified(CA)) {
      var listener = mesh.listen(false);
      var client = mesh.connect(listener.port(), NAME, id(NAME), false);
      assertThat(client.failure()).isNull();
      assertThat(client.known().id()).isEqualTo(id(NAME));
      assertThat(client.alpn()).isNull();
      assertThat(client.group()).isEqualTo("X25519MLKEM768");
      assertThat(listener.next().known().id()).isEqualTo(id(NAME));
    }
  }

  @Test
  void theDirectProtocolIsSelectedWhereBothWantIt() throws Exception {
    try (var mesh = Mesh.certified(CA)) {
      var direct = mesh.listen(true);
      var normal = mesh.listen(false);
      assertThat(mesh.connect(direct.port(), NAME, id(NAME), true).alpn())
          .isEqualTo("transport.l5d.io/v1");
      assertThat(mesh.connect(direct.port(), NAME, id(NAME), false).alpn()).isNull();
      assertThat(mesh.connect(normal.port(), NAME, id(NAME), true).alpn()).isNull();
    }
  }

  @Test
  @Covers({"identity-tls#27", "identity-tls#28"})
  void theExpectedIdentityMustBeAmongTheNamesAndTheServerNameNeedNot() throws Exception {
    try (var mesh = Mesh.uncertified(CA)) {
      mesh.certify(CA.issue("x").dns("other").uri("spiffe://td/x").dns(NAME));
      var listener = mesh.listen(false);
      assertThat(mesh.connect(listener.port(), "any.sni", id(NAME), false).failure()).isNull();
      var uri = mesh.connect(listener.port(), "a_b", id("spiffe://td/x"), false);
      assertThat(uri.failure()).isNull();
      var wrong = mesh.connect(listener.port(), NAME, id("web"), false);
      assertThat(wrong.why())
          .hasStackTraceContaining("certificate does not match TLS identity: expected web");
    }
  }

  @Test
  void clientsOfAnotherAuthorityOrExpiredAreRefused() throws Exception {
    var other = TestAuthority.root("ca", Mesh.today());
    var old = Mesh.today().minus(Duration.ofHours(1));
    try (var mesh = Mesh.certified(CA)) {
      var listener = mesh.listen(false);
      openssl(listener.port(), certificate(other.issue("x").dns("x")));
      assertThat(listener.next().why()).hasStackTraceContaining("signature by");
      openssl(listener.port(), certificate(CA.issue("x").dns("x").valid(Instant.EPOCH, old)));
      assertThat(listener.next().why()).hasStackTraceContaining("expired");
    }
  }

  @Test
  void beforeTheFirstCertificateServersFailAndClientsPresentNone() throws Exception {
    try (var bare = Mesh.uncertified(CA);
        var mesh = Mesh.certified(CA)) {
      var listener = bare.listen(false);
      assertThat(mesh.connect(listener.port(), NAME, id(NAME), false).failure()).isNotNull();
      var server = mesh.listen(false);
      assertThat(bare.connect(server.port(), NAME, id(NAME), false).failure()).isNull();
      assertThat(server.next().peer()).isNull();
    }
  }

  @Test
  @Covers({"identity-tls#16", "identity-tls#17"})
  void aNewCertificateServesNewConnectionsAndOldOnesGoOn() throws Exception {
    try (var mesh = Mesh.certified(CA)) {
      var listener = mesh.listen(false);
      var before = mesh.connect(listener.port(), NAME, id(NAME), false);
      mesh.certify(CA.issue("x").dns(NAME).dns("new.name"));
      var after = mesh.connect(listener.port(), NAME, id("new.name"), false);
      assertThat(after.failure()).isNull();
      assertThat(before.connection().isOpen()).isTrue();
      assertThatThrownBy(() -> mesh.certify(CA.issue("x").dns("not.us")))
          .isInstanceOf(CertificateException.class)
          .hasMessageContaining("does not match TLS identity");
      assertThat(mesh.connect(listener.port(), NAME, id("new.name"), false).failure()).isNull();
    }
  }

  @Test
  @Covers("identity-tls#14")
  void aKeyThatIsNotTheCertificatesIsRefused() throws Exception {
    try (var mesh = Mesh.certified(CA)) {
      byte[] pkcs8 = TestAuthority.keys("EC", 256).getPrivate().getEncoded();
      var key = weft.proxy.transport.TlsKey.seal(java.nio.ByteBuffer.wrap(pkcs8));
      assertThatThrownBy(() -> mesh.credentials.install(CA.leaf(NAME), List.of(), key))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("do not belong together");
      key.destroy();
    }
  }

  @Test
  @Covers("identity-tls#31")
  void openSslWithoutCertificateIsServedWithoutIdentityOrAlpn() throws Exception {
    try (var mesh = Mesh.certified(CA)) {
      var listener = mesh.listen(false);
      String said = openssl(listener.port(), List.of("-alpn", "h2"));
      assertThat(said).contains("echo hello", "TLSv1.3", "No ALPN negotiated");
      assertThat(listener.next().peer()).isNull();
    }
  }

  @Test
  void openSslWithACertificateIsKnownAndHasAFullHandshakeEachTime() throws Exception {
    try (var mesh = Mesh.certified(CA)) {
      var listener = mesh.listen(false);
      String said = openssl(listener.port(), certificate(CA.issue("x").dns("bar.example")));
      assertThat(said).contains("echo hello", "CN = ca").doesNotContain("New Session Ticket");
      assertThat(listener.next().known().id()).isEqualTo(id("bar.example"));
    }
  }

  @ParameterizedTest
  @Covers({"identity-tls#19", "identity-tls#20"})
  @ValueSource(
      strings = {
        "-groups X25519",
        "-groups P-256",
        "-groups P-384",
        "-ciphersuites TLS_CHACHA20_POLY1305_SHA256",
        "-ciphersuites TLS_AES_256_GCM_SHA384"
      })
  void openSslWithOneAlgorithmConnects(String options) throws Exception {
    try (var mesh = Mesh.certified(CA)) {
      var listener = mesh.listen(false);
      assertThat(openssl(listener.port(), List.of(options.split(" ", -1)))).contains("echo hello");
    }
  }

  @ParameterizedTest
  @Covers({"identity-tls#18", "identity-tls#21"})
  @ValueSource(strings = {"-tls1_2", "-sigalgs RSA-PSS+SHA256:ed25519", "-groups P-521"})
  void openSslWithNothingInCommonFails(String options) throws Exception {
    try (var mesh = Mesh.certified(CA)) {
      var listener = mesh.listen(false);
      assertThat(openssl(listener.port(), List.of(options.split(" ", -1))))
          .doesNotContain("echo hello");
      assertThat(listener.next().failure()).isNotNull();
    }
  }

  @Test
  @Covers("identity-tls#30")
  void ourClientConnectsToOpenSslWithFullHandshakes() throws Exception {
    var keys = TestAuthority.keys("EC", 256);
    try (var mesh = Mesh.certified(CA)) {
      withServer(
          CA.issue("x").dns(NAME).signed(keys),
          keys,
          port -> {
            for (boolean direct : new boolean[] {true, false}) { // the server ends after two
              var outcome = mesh.connect(port, NAME, id(NAME), direct);
              assertThat(outcome.failure()).isNull();
              outcome.close();
            }
          },
          said -> assertThat(said).contains("CIPHER is").doesNotContain("Reused"));
    }
  }

  @Test
  @Covers("identity-tls#29")
  void aServerWithAnRsaKeyIsRefused() throws Exception {
    var keys = TestAuthority.keys("RSA", 2048);
    try (var mesh = Mesh.certified(CA)) {
      withServer(
          CA.issue("x").dns(NAME).signed(keys),
          keys,
          port ->
              assertThat(mesh.connect(port, NAME, id(NAME), false).why())
                  .hasStackTraceContaining("RSA key"),
          null);
    }
  }

  private List<String> certificate(TestAuthority.Template template) throws IOException {
    var keys = TestAuthority.keys("EC", 256);
    return List.of(
        "-cert", write("client.pem", TestAuthority.pem(template.signed(keys))),
        "-key", write("client.key", pem(keys)));
  }

  private static String pem(KeyPair keys) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(files.resolve(name), text).toString();
  }

  /** s_client says hello, waits for the answer or the end, and is ended. */
  private String openssl(int port, List<String> options) throws Exception {
    var command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
    command.addAll(List.of("-servername", NAME));
    command.addAll(List.of("-CAfile", write("ca.pem", TestAuthority.pem(CA.certificate))));
    command.addAll(options);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.getOutputStream()) {
      out.write("hello\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return readUntil(process.getInputStream(), "echo hello");
    } catch (IOException gone) { // it may have failed before it could read
      return readUntil(process.getInputStream(), "echo hello");
    } finally {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private interface Step<T> {
    void run(T input) throws Exception;
  }

  private void withServer(
      byte[] leaf, KeyPair keys, Step<Integer> connect, @Nullable Step<String> check)
      throws Exception {
    var process =
        new ProcessBuilder(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-naccept",
                "2",
                "-tls1_3",
                "-Verify",
                "3",
                "-CAfile",
                write("ca.pem", TestAuthority.pem(CA.certificate)),
                "-cert",
                write("server.pem", TestAuthority.pem(leaf)),
                "-key",
                write("server.key", pem(keys)))
            .redirectErrorStream(true)
            .start();
    try {
      String start = readUntil(process.getInputStream(), "ACCEPT 127.0.0.1:", "\n");
      String digits = start.substring(start.indexOf("ACCEPT 127.0.0.1:") + 17).strip();
      connect.run(Integer.parseInt(digits));
      if (check != null) {
        check.run(readUntil(process.getInputStream(), "the end"));
      }
    } finally {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  /** Reads until the texts came one after the other, or the end. */
  private static String readUntil(InputStream in, String... wanted) throws IOException {
    var read = new StringBuilder();
    int from = 0;
    for (String text : wanted) {
      while (read.indexOf(text, from) < 0) {
        int next = in.read();
        if (next < 0) {
          return read.toString();
        }
        read.append((char) next);
      }
      from = read.indexOf(text, from) + text.length();
    }
    return read.toString();
  }
}
