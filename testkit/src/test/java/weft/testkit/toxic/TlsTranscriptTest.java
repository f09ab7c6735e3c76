package weft.testkit.toxic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.testkit.mesh.Hello;
import weft.testkit.process.Child;
import weft.testkit.process.Ports;
import weft.testkit.process.Program;

/** Real conversations of openssl with itself, listened to from outside. */
class TlsTranscriptTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path dir;

  @Test
  void tls13IsRecognized() {
    assertThat(conversation("-tls1_3").whyNotTls13()).isEmpty();
  }

  @Test
  void aRetriedHelloIsStillTls13() {
    assertThat(conversation("-tls1_3", "-groups", "P-521:P-256").whyNotTls13()).isEmpty();
  }

  @Test
  void tls12IsNot() {
    assertThat(conversation("-tls1_2").whyNotTls13())
        // Which of its signs is met first depends on how the client closed.
        .hasValueSatisfying(
            why -> assertThat(why).containsAnyOf("type 16 in the clear", "record of type 21"));
  }

  @Test
  void plainTextIsNoTls() {
    var plain = new TlsTranscript("GET / HTTP/1.1\r\n".getBytes(US_ASCII), new byte[0]);
    assertThat(plain.whyNotTls13()).hasValue("the client sent something that is no TLS record");
  }

  @Test
  void silenceIsNoTls() {
    assertThat(new TlsTranscript(new byte[0], new byte[0]).isTls13Only()).isFalse();
  }

  @Test
  void aHelloAloneIsAHandshakeThatEnded() {
    var hello = new TlsTranscript(Hello.naming("example.com"), new byte[0]);
    assertThat(hello.endedInHandshake()).isTrue();
    assertThat(conversation("-tls1_3").endedInHandshake()).isFalse();
    var plain = new TlsTranscript("GET / HTTP/1.1\r\n".getBytes(US_ASCII), new byte[0]);
    assertThat(plain.endedInHandshake()).isFalse();
  }

  private TlsTranscript conversation(String... clientOptions) {
    makeCertificate();
    int port = Ports.free();
    try (var server = server(port)) {
      server.awaitPort(port, LIMIT);
      try (var proxy = ToxicProxy.to(port)) {
        Program.OPENSSL
            .with("s_client", "-quiet", "-connect", "127.0.0.1:" + proxy.port())
            .and((Object[]) clientOptions)
            .run("GET / HTTP/1.0\r\n\r\n", LIMIT);
        return proxy.links().getFirst().tls();
      }
    }
  }

  private Child server(int port) {
    return Program.OPENSSL
        .with("s_server", "-www", "-accept", "127.0.0.1:" + port, "-groups", "P-256")
        .and("-cert", dir.resolve("cert.pem"), "-key", dir.resolve("key.pem"))
        .start();
  }

  private void makeCertificate() {
    Program.OPENSSL
        .with("req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        .and("-subj", "/CN=test", "-days", 2)
        .and("-keyout", dir.resolve("key.pem"), "-out", dir.resolve("cert.pem"))
        .run(LIMIT)
        .successfully();
  }
}
