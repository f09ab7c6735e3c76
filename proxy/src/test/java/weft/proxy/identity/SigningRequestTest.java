package weft.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.proxy.config.DnsName;
import weft.proxy.transport.TlsKey;
import weft.proxy.transport.TlsMaterial;

class SigningRequestTest {
  private static final String NAME = "a".repeat(60) + ".ns.serviceaccount.identity.linkerd.local";

  @TempDir Path files;

  @Test
  void theRequestIsSignedAndHasExactlyOneName() throws Exception {
    var made = SigningRequest.generate(new DnsName(NAME), new SecureRandom());
    var csr = new PKCS10CertificationRequest(made.csr());
    var key = csr.getSubjectPublicKeyInfo();
    assertThat(csr.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))).isTrue();
    assertThat(csr.getSubject()).hasToString("CN=" + NAME);
    var attributes = csr.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest);
    var extensions = Extensions.getInstance(attributes[0].getAttrValues().getObjectAt(0));
    assertThat(extensions.getExtensionOIDs()).containsExactly(Extension.subjectAlternativeName);
    var names = GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    assertThat(names.getNames()).containsExactly(new GeneralName(GeneralName.dNSName, NAME));
    made.key().destroy();
  }

  @Test
  void theKeyOfTheRequestFitsACertificateForIt() throws Exception {
    var made = SigningRequest.generate(new DnsName(NAME), new SecureRandom());
    var csr = new org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest(made.csr());
    var subject = new java.security.KeyPair(csr.getPublicKey(), null);
    byte[] leaf = TestAuthority.root("root").issue("x").dns(NAME).signed(subject);
    TlsMaterial.of(List.of(leaf), made.key()).release();
    made.key().destroy();
  }

  @Test
  void linkerdsFilesMustBeThereAndNotEmpty() throws Exception {
    assertThatThrownBy(() -> IdentityFiles.read(files)).hasMessageContaining("csr.der");
    Files.write(files.resolve("csr.der"), new byte[] {1, 2});
    assertThatThrownBy(() -> IdentityFiles.read(files)).hasMessageContaining("key.p8");
    Files.write(files.resolve("key.p8"), new byte[0]);
    assertThatThrownBy(() -> IdentityFiles.read(files)).isInstanceOf(IOException.class);
    Files.write(files.resolve("key.p8"), TestAuthority.keys("EC", 256).getPrivate().getEncoded());
    var read = IdentityFiles.read(files);
    assertThat(read.csr()).containsExactly(1, 2);
    assertThat(read.key()).hasToString("TlsKey");
    read.key().destroy();
    Files.write(files.resolve("csr.der"), new byte[0]);
    assertThatThrownBy(() -> IdentityFiles.read(files)).hasMessageContaining("1 to 65536 bytes");
  }

  @Test
  void aSealedKeyIsNotOnTheHeap() throws Exception {
    // The pattern lies inverted in this test, or the dump would find it here.
    byte[] inverted = new byte[48];
    new SecureRandom().nextBytes(inverted);
    byte[] given = inverted(inverted);
    var key = TlsKey.seal(ByteBuffer.wrap(given));
    assertThat(given).containsOnly(0);
    var dump = files.resolve("all.hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), false);
    assertThat(count(dump, inverted, false)).isPositive();
    assertThat(count(dump, inverted, true)).isZero();
    key.destroy();
  }

  private static byte[] inverted(byte[] bytes) {
    byte[] copy = bytes.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (byte) ~copy[i];
    }
    return copy;
  }

  /** How often the bytes, or their inverse, are in the file; compared without being copied. */
  private static int count(Path file, byte[] wanted, boolean inverse) throws IOException {
    int mask = inverse ? 0xff : 0;
    int found = 0;
    try (var in = new java.io.BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      byte[] window = new byte[1 << 20];
      int kept = 0;
      for (int read = in.read(window, 0, window.length); read > 0; ) {
        int filled = kept + read;
        for (int at = 0; at + wanted.length <= filled; at++) {
          int i = 0;
          while (i < wanted.length && (byte) (window[at + i] ^ mask) == wanted[i]) {
            i++;
          }
          found += i == wanted.length ? 1 : 0;
        }
        kept = Math.min(wanted.length - 1, filled);
        System.arraycopy(window, filled - kept, window, 0, kept);
        read = in.read(window, kept, window.length - kept);
      }
    }
    return found;
  }

  @Test
  void aKeyOfAnyLengthIsReadBack() throws Exception {
    for (String curve : new String[] {"EC", "Ed25519", "RSA"}) {
      int bits = curve.equals("EC") ? 384 : curve.equals("RSA") ? 3072 : 0;
      var keys = TestAuthority.keys(curve, bits);
      byte[] pkcs8 = keys.getPrivate().getEncoded();
      byte[] leaf = TestAuthority.root("root").issue("x").dns("x").signed(keys);
      var key = TlsKey.seal(ByteBuffer.wrap(Arrays.copyOf(pkcs8, pkcs8.length)));
      TlsMaterial.of(List.of(leaf), key).release();
      key.destroy();
    }
  }
}
