package weft.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import weft.proxy.transport.TlsVerifier.Role;

class PeerVerifierTest {
  private static final TestAuthority ROOT = TestAuthority.root("root");
  private static final byte[][] WEB = {ROOT.leaf("web")};

  private Instant now = TestAuthority.NOW;
  private final PeerVerifier verifier = new PeerVerifier(ROOT.anchors(), () -> now);

  @Test
  void aGoodPeerIsRememberedByItsLeaf() throws Exception {
    var first = verifier.verify(WEB, Role.CLIENT);
    assertThat(verifier.verify(WEB, Role.CLIENT)).isSameAs(first);
    assertThat(verifier.verify(WEB, Role.SERVER)).isNotSameAs(first).isEqualTo(first);
  }

  @Test
  void nobodyIsRememberedLongerThanTheCertificateIsValid() throws Exception {
    verifier.verify(WEB, Role.CLIENT);
    now = now.plus(Duration.ofDays(1)).plusSeconds(1);
    assertThatThrownBy(() -> verifier.verify(WEB, Role.CLIENT))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("expired");
  }

  @Test
  void aRefusalIsNotRemembered() throws Exception {
    now = now.minus(Duration.ofDays(2));
    assertThatThrownBy(() -> verifier.verify(WEB, Role.CLIENT)).hasMessageContaining("not valid");
    now = TestAuthority.NOW;
    verifier.verify(WEB, Role.CLIENT);
  }

  @Test
  void anEmptyChainIsRefused() {
    assertThatThrownBy(() -> verifier.verify(new byte[0][], Role.SERVER))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("no certificate");
  }
}
