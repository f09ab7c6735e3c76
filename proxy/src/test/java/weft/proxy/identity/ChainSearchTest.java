package weft.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.proxy.identity.TestAuthority.NOW;
import static weft.proxy.identity.TestAuthority.keys;

import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.proxy.config.Id;
import weft.proxy.transport.TlsVerifier.Role;
import weft.testkit.Covers;

class ChainSearchTest {
  private static final KeyPair KEYS = keys("EC", 256);
  private static final TestAuthority ROOT = TestAuthority.root("root");

  @Test
  void aLeafOfAnAnchorIsItsNamesUntilItExpires() throws Exception {
    var found = verify(ROOT.leaf("web.default"));
    assertThat(found.peer().ids()).containsExactly(id("web.default"));
    assertThat(found.until()).isEqualTo(NOW.plus(Duration.ofDays(1)));
  }

  @Test
  void intermediatesMayComeInAnyOrderWithStrangersBetween() throws Exception {
    var first = ROOT.below("first", -1);
    var second = first.below("second", 0);
    var stranger = TestAuthority.root("second"); // same name, other key
    byte[] leaf = second.leaf("web");
    verify(leaf, stranger.certificate, second.certificate, first.certificate);
    verify(leaf, first.certificate, second.certificate);
  }

  @Test
  void aLeafOfAnotherAuthorityIsRefusedEvenIfThatHasTheSameName() {
    refused(TestAuthority.root("other").leaf("web")).hasMessageContaining("unknown authority");
    refused(TestAuthority.root("root").leaf("web")).hasMessageContaining("signature by CN=root");
    var other = TestAuthority.root("other");
    refused(other.leaf("web"), other.certificate, ROOT.certificate);
  }

  @Test
  void validityCountsForLeafAndIntermediates() {
    var old = ROOT.issue("web").dns("web").valid(NOW.minusSeconds(9), NOW.minusSeconds(1));
    refused(old.signed(KEYS)).hasMessageContaining("expired").hasMessageContaining("CN=web");
    var early = ROOT.issue("web").dns("web").valid(NOW.plusSeconds(1), NOW.plusSeconds(9));
    refused(early.signed(KEYS)).hasMessageContaining("not valid yet");
    var expired = ROOT.issue("ca").authority(0).valid(NOW.minusSeconds(9), NOW.minusSeconds(1));
    var ca = ROOT.below("ca", expired);
    refused(ca.leaf("web"), ca.certificate).hasMessageContaining("expired");
  }

  @Test
  void anAnchorCountsEvenAfterItExpired() throws Exception {
    var later = NOW.plus(Duration.ofDays(2));
    var leaf = ROOT.issue("web").dns("web").valid(NOW, later.plusSeconds(9)).signed(KEYS);
    ChainSearch.verify(ROOT.anchors(), new byte[][] {leaf}, Role.CLIENT, later);
  }

  @Test
  void onlyAuthoritiesSignCertificatesAndOnlyAsDeepAsTheyMay() throws Exception {
    var leafAsAuthority = ROOT.below("web", ROOT.issue("web").dns("web"));
    refused(leafAsAuthority.leaf("x"), leafAsAuthority.certificate)
        .hasMessageContaining("not an authority");
    var shallow = ROOT.below("shallow", 0);
    verify(shallow.leaf("web"), shallow.certificate);
    var deep = shallow.below("deep", 0);
    refused(deep.leaf("web"), deep.certificate, shallow.certificate)
        .hasMessageContaining("more authorities below it");
    var noSign = ROOT.below("no", ROOT.issue("no").authority(0).usage(KeyUsage.digitalSignature));
    refused(noSign.leaf("web"), noSign.certificate).hasMessageContaining("must not sign");
    refused(ROOT.below("ca", 0).certificate).hasMessageContaining("names no workload");
  }

  @Test
  void anExtendedKeyUsageMustHaveTheRoleIfItIsThere() throws Exception {
    var server = ROOT.issue("w").dns("w").purpose(KeyPurposeId.id_kp_serverAuth).signed(KEYS);
    verify(Role.SERVER, server);
    refused(Role.CLIENT, server).hasMessageContaining("not for the role CLIENT");
    var client = ROOT.issue("w").dns("w").purpose(KeyPurposeId.id_kp_clientAuth).signed(KEYS);
    verify(Role.CLIENT, client);
    refused(Role.SERVER, client).hasMessageContaining("not for the role SERVER");
  }

  @Test
  void unknownCriticalExtensionsAreRefused() {
    refused(ROOT.issue("w").dns("w").unknownCritical().signed(KEYS))
        .hasMessageContaining("unknown critical extension");
  }

  @ParameterizedTest
  @Covers("identity-tls#29")
  @CsvSource({
    "RSA,2048,SHA256withRSA",
    "RSA,3072,SHA512withRSA",
    "EC,384,SHA384withECDSA",
    "EC,521,SHA512withECDSA",
    "Ed25519,0,Ed25519"
  })
  void authoritiesMaySignWithAnyAcceptedAlgorithm(String kind, int bits, String algorithm)
      throws Exception {
    var root = TestAuthority.root("root", keys(kind, bits), algorithm, NOW);
    var der = new byte[][] {root.leaf("web")};
    var found = ChainSearch.verify(root.anchors(), der, Role.SERVER, NOW);
    assertThat(found.peer().is(id("web"))).isTrue();
  }

  @Test
  @Covers("identity-tls#29")
  void otherAlgorithmsAndKeysAreRefused() {
    refused(ROOT.issue("w").dns("w").signed(keys("RSA", 2048))).hasMessageContaining("RSA key");
    refused(ROOT.issue("w").dns("w").signature("SHA1withECDSA").signed(KEYS))
        .hasMessageContaining("signature algorithm not accepted");
    var small = TestAuthority.root("small", keys("RSA", 1024), "SHA256withRSA", NOW);
    var der = new byte[][] {small.leaf("web")};
    assertThatThrownBy(() -> ChainSearch.verify(small.anchors(), der, Role.SERVER, NOW))
        .hasMessageContaining("key not accepted");
    var pss = TestAuthority.root("pss", keys("RSA", 2048), "SHA256withRSAandMGF1", NOW);
    var leaf = new byte[][] {pss.leaf("web")};
    assertThatThrownBy(() -> ChainSearch.verify(pss.anchors(), leaf, Role.SERVER, NOW))
        .hasMessageContaining("signature algorithm not accepted");
  }

  @Test
  @Covers({"identity-tls#25", "identity-tls#26"})
  void identitiesAreDnsAndUriNamesInOrder() throws Exception {
    var both = ROOT.issue("x").uri("spiffe://td/ns/a").dns("b.c").signed(KEYS);
    assertThat(verify(both).peer().id()).isEqualTo(id("spiffe://td/ns/a"));
    assertThat(verify(both).peer().is(id("b.c"))).isTrue();
    var email = ROOT.issue("x").email("a@b.c").dns("b.c").signed(KEYS);
    assertThat(verify(email).peer().ids()).containsExactly(id("b.c"));
    var dotted = ROOT.issue("x").dns("b.c.").signed(KEYS);
    assertThat(verify(dotted).peer().id()).isNull();
    assertThat(verify(ROOT.issue("b.c").signed(KEYS)).peer().ids()).isEmpty();
    var upper = ROOT.issue("x").dns("WEB.Default").signed(KEYS);
    assertThat(verify(upper).peer().id()).isEqualTo(id("web.default"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mesh.local", ".mesh.local"})
  void aConstrainedAuthorityCertifiesOnlyWhatItMay(String tree) throws Exception {
    var name = new GeneralName(GeneralName.dNSName, tree);
    var only = ROOT.below("only", ROOT.issue("only").authority(0).constrained(name, null));
    verify(only.leaf("web.mesh.local"), only.certificate);
    refused(only.leaf("web.other.local"), only.certificate)
        .hasMessageContaining("must not certify web.other.local");
    refused(only.leaf("xmesh.local"), only.certificate);
    var but = ROOT.below("but", ROOT.issue("but").authority(0).constrained(null, name));
    refused(but.leaf("web.mesh.local"), but.certificate);
    verify(but.leaf("web.other.local"), but.certificate);
  }

  @Test
  void constraintsOnUrisCompareHosts() throws Exception {
    var host = new GeneralName(GeneralName.uniformResourceIdentifier, "td.local");
    var only = ROOT.below("only", ROOT.issue("only").authority(0).constrained(host, null));
    verify(only.issue("x").uri("spiffe://td.local/a").signed(KEYS), only.certificate);
    refused(only.issue("x").uri("spiffe://other/a").signed(KEYS), only.certificate);
    verify(only.leaf("any.dns.name"), only.certificate);
  }

  @Test
  void aHostileChainCostsBoundedWork() {
    var twins = new byte[10][];
    var twin = TestAuthority.root("twin");
    twins[0] = twin.leaf("web");
    for (int i = 1; i < twins.length; i++) { // each signs each: 9! ways
      var copy = twin.issue("twin").authority(-1).signed(twin.keys);
      twins[i] = copy;
    }
    refused(twins).hasMessageContaining("more than 32 signatures");
    refused(Arrays.copyOf(twins, 11)).hasMessageContaining("1 to 10 certificates");
    refused(new byte[] {0x30, 1}).isInstanceOf(CertificateException.class);
  }

  private static Id id(String text) {
    return java.util.Objects.requireNonNull(Id.parse(text));
  }

  private static ChainSearch.Found verify(byte[]... chain) throws CertificateException {
    return verify(Role.CLIENT, chain);
  }

  private static ChainSearch.Found verify(Role role, byte[]... chain) throws CertificateException {
    return ChainSearch.verify(ROOT.anchors(), chain, role, NOW);
  }

  private static AbstractThrowableAssert<?, ?> refused(byte[]... chain) {
    return refused(Role.CLIENT, chain);
  }

  private static AbstractThrowableAssert<?, ?> refused(Role role, byte[]... chain) {
    Instant now = NOW;
    return assertThatThrownBy(() -> ChainSearch.verify(ROOT.anchors(), chain, role, now))
        .isInstanceOf(CertificateException.class);
  }
}
