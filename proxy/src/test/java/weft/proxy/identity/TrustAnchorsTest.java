package weft.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustAnchorsTest {
  private static final String GOOD = TestAuthority.pem(TestAuthority.root("a").certificate);
  private static final String UNUSABLE = TestAuthority.pem(new byte[] {0x30, 2, 5, 0});

  @Test
  void everyCertificateOfTheTextIsTaken() throws Exception {
    String two =
        "# first\n" + GOOD + "\r\n" + TestAuthority.pem(TestAuthority.root("b").certificate);
    assertThat(TrustAnchors.parse(two).certificates()).hasSize(2);
  }

  @Test
  void unusableOnesAreSkipped() throws Exception {
    assertThat(TrustAnchors.parse(UNUSABLE + GOOD).certificates()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "garbage", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"})
  void aTextWithoutCertificateFails(String text) {
    assertThatThrownBy(() -> TrustAnchors.parse(text))
        .isInstanceOf(CertificateException.class)
        .hasMessage("no trust roots in PEM file");
  }

  @Test
  void aTextWithoutUsableCertificateFails() {
    assertThatThrownBy(() -> TrustAnchors.parse(UNUSABLE)).hasMessage("no trust roots loaded");
    assertThatThrownBy(() -> TrustAnchors.parse("-----BEGIN CERTIFICATE-----\nMII"))
        .hasMessageContaining("has no end");
    assertThatThrownBy(
            () -> TrustAnchors.parse("-----BEGIN CERTIFICATE-----\nM\n-----END CERTIFICATE-----"))
        .hasMessageContaining("not base64");
  }
}
