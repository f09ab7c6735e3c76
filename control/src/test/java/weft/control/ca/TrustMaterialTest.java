package weft.control.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustMaterialTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path directory;

  private final TrustMaterial material =
      TrustMaterial.generate("linkerd", "cluster.local", NOW, RANDOM);

  @Test
  void theIssuerThatWasWrittenIsTrustedByTheAnchorsThatWereWritten() throws Exception {
    material.writeTo(directory.resolve("ca"));
    var issuer = read(roots());
    assertThat(issuer.certificate()).isEqualTo(material.issuer());
    assertThat(issuer.certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=identity.linkerd.cluster.local");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anchor-key.pem", "issuer-key.pem", "join-key.pem"})
  void keysAreForTheirOwnerAlone(String name) throws IOException {
    material.writeTo(directory.resolve("ca"));
    var mode = Files.getPosixFilePermissions(directory.resolve("ca").resolve(name));
    assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anchors.pem", "anchor-key.pem", "issuer.pem", "join-key.pem"})
  void whatIsThereIsNotOverwritten(String name) throws IOException {
    var ca = Files.createDirectory(directory.resolve("ca"));
    Files.writeString(ca.resolve(name), "mine");
    assertThatThrownBy(() -> material.writeTo(ca))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining(name);
    assertThat(ca.resolve(name)).hasContent("mine");
    try (var files = Files.list(ca)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void keysAreReadAsTheyWereWritten() throws Exception {
    material.writeTo(directory.resolve("ca"));
    var key = SigningKey.read(directory.resolve("ca").resolve(TrustMaterial.JOIN_KEY));
    assertThat(key).isEqualTo(material.joinKey());
  }

  @Test
  void aNewIssuerIsTrustedByTheOldAnchor() throws Exception {
    var next = material.withNewIssuer(Duration.ofHours(1), NOW, RANDOM);
    next.writeTo(directory.resolve("ca"));
    assertThat(next.issuer()).isNotEqualTo(material.issuer());
    assertThat(read(new TrustRoots(List.of(material.anchor()))).notAfter())
        .isEqualTo(NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void anIssuerOfAnotherAnchorIsRefused() throws Exception {
    material.writeTo(directory.resolve("ca"));
    var other = TrustMaterial.generate("linkerd", "cluster.local", NOW, RANDOM);
    var roots = TrustRoots.parse(other.anchorPem(), "anchors");
    assertThatThrownBy(() -> read(roots))
        .isInstanceOf(BadKeyMaterial.class)
        .hasMessageContaining("is not trusted");
  }

  @Test
  void anExpiredIssuerIsRefused() throws Exception {
    material.withNewIssuer(Duration.ofHours(1), NOW, RANDOM).writeTo(directory.resolve("ca"));
    var later = NOW.plus(Duration.ofHours(2));
    var roots = roots();
    assertThatThrownBy(() -> read(roots, later)).isInstanceOf(BadKeyMaterial.class);
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    material.writeTo(directory.resolve("ca"));
    OwnerOnlyFile.replace(
        directory.resolve("ca").resolve(TrustMaterial.ISSUER_KEY), material.joinKey().pem());
    var roots = roots();
    assertThatThrownBy(() -> read(roots))
        .isInstanceOf(BadKeyMaterial.class)
        .hasMessageContaining("is not the key of");
  }

  @Test
  void aCertificateThatIsNoAuthorityIsNoIssuer() throws Exception {
    var request = SigningRequest.parse(Requests.of("web.example"));
    var authority = new CertificateAuthority(Duration.ofDays(1), Duration.ZERO, RANDOM);
    var issuer = new Issuer(List.of(material.issuer()), material.issuerKey());
    var leaf = authority.sign(issuer, request, "web.example", NOW);
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    var file = Files.writeString(directory.resolve("leaf.pem"), Pem.print(leaf));
    assertThatThrownBy(() -> Issuer.requireAuthority(leaf, file))
        .isInstanceOf(BadKeyMaterial.class)
        .hasMessageContaining("is no CA certificate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "garbage", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
  void whatIsNoKeyIsRefusedByName(String text) {
    assertThatThrownBy(() -> SigningKey.parse(text, "join-key.pem"))
        .isInstanceOf(BadKeyMaterial.class)
        .hasMessageContaining("join-key.pem");
  }

  @Test
  void aKeyOfAnotherKindIsRefused() {
    var rsa = Pem.print(Requests.keys("RSA", 2048).getPrivate());
    assertThatThrownBy(() -> SigningKey.parse(rsa, "join-key.pem"))
        .hasMessage("join-key.pem holds a key that is not ECDSA P-256");
  }

  @Test
  void aKeyDoesNotPrintItself() {
    assertThat(material.toString()).doesNotContain(material.joinKey().secret().getS().toString());
  }

  private TrustRoots roots() throws Exception {
    var pem = Files.readString(directory.resolve("ca").resolve(TrustMaterial.ANCHORS));
    return TrustRoots.parse(pem, "anchors.pem");
  }

  private Issuer read(TrustRoots roots) throws Exception {
    return read(roots, NOW);
  }

  private Issuer read(TrustRoots roots, Instant now) throws Exception {
    var ca = directory.resolve("ca");
    return Issuer.read(
        ca.resolve(TrustMaterial.ISSUER), ca.resolve(TrustMaterial.ISSUER_KEY), roots, now);
  }
}
