package weft.control.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.api.identity.CertifyRequest;
import weft.api.identity.CertifyResponse;
import weft.control.ca.CertificateAuthority;
import weft.control.ca.OwnerOnlyFile;
import weft.control.ca.Requests;
import weft.control.ca.SigningKey;
import weft.control.ca.TokenMark;
import weft.control.ca.TrustMaterial;
import weft.control.ca.TrustRoots;
import weft.control.token.IdentityDomain;
import weft.control.token.JoinToken;
import weft.control.token.TokenSigner;
import weft.control.token.TokenVerifier;
import weft.control.token.Workload;
import weft.testkit.Covers;

final class CertifierTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration LIFETIME = Duration.ofHours(24);
  private static final Duration SKEW = Duration.ofSeconds(20);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Workload API = new Workload("default", "api");
  private static final String NAME = "api.default.serviceaccount.identity.linkerd.cluster.local";

  @TempDir Path directory;

  private Instant now = START;
  private final InstantSource clock = () -> now;
  private final TrustMaterial material =
      TrustMaterial.generate("linkerd", "cluster.local", START, RANDOM);
  private final TrustRoots roots = new TrustRoots(List.of(material.anchor()));
  private final Set<String> revoked = new HashSet<>();
  private final TokenSigner signer = new TokenSigner(material.joinKey(), clock, RANDOM);
  private Certifier certifier;

  @BeforeEach
  void writeIssuer() throws Exception {
    write(material);
    certifier = certifier();
  }

  private Certifier certifier() {
    return new Certifier(
        new IssuerFiles(file(TrustMaterial.ISSUER), file(TrustMaterial.ISSUER_KEY), roots, clock),
        new CertificateAuthority(LIFETIME, SKEW, RANDOM),
        new TokenVerifier(material.joinKey().open(), revoked::contains, clock),
        new IdentityDomain("linkerd", "cluster.local"),
        clock);
  }

  @Test
  @Covers("control-plane#I1")
  void aTokenGetsACertificateForItsWorkload() throws Exception {
    var response = certifier.certify(request().build(), null);
    var leaf = certificate(response.getLeafCertificate());
    roots.verify(chain(response), now);
    assertThat(names(leaf)).containsExactly(List.of(GeneralName.dNSName, NAME));
    assertThat(leaf.getExtendedKeyUsage())
        .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(START.plus(LIFETIME).plus(SKEW));
    assertThat(leaf.getNotBefore().toInstant()).isEqualTo(START.minus(SKEW));
    assertThat(response.getValidUntil().getSeconds())
        .isEqualTo(leaf.getNotAfter().toInstant().getEpochSecond());
    assertThat(response.getIntermediateCertificatesList()).hasSize(1);
  }

  @Test
  void theCertificateIsALeafForSigningHandshakes() throws Exception {
    var leaf = certificate(certifier.certify(request().build(), null).getLeafCertificate());
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getKeyUsage()).startsWith(true, false, true, false);
    assertThat(leaf.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + NAME);
  }

  @Test
  void noTwoCertificatesShareASerialNumber() throws Exception {
    var first = certificate(certifier.certify(request().build(), null).getLeafCertificate());
    var second = certificate(certifier().certify(request().build(), null).getLeafCertificate());
    assertThat(first.getSerialNumber()).isNotEqualTo(second.getSerialNumber()).isPositive();
  }

  @Test
  @Covers("control-plane#I2")
  void whatIsMissingOrGarbageIsAnInvalidArgument() {
    assertRefused(request().clearIdentity(), Status.Code.INVALID_ARGUMENT, "missing identity");
    assertRefused(request().clearToken(), Status.Code.INVALID_ARGUMENT, "missing token");
    assertRefused(
        request().clearCertificateSigningRequest(), Status.Code.INVALID_ARGUMENT, "missing cert");
    var garbage = request().setCertificateSigningRequest(ByteString.copyFromUtf8("garbage"));
    assertRefused(garbage, Status.Code.INVALID_ARGUMENT, "CSR is no DER PKCS#10");
  }

  @Test
  void aRequestThatItsKeyDidNotSignIsAnInvalidArgument() {
    var stranger = Requests.keys("EC", 256).getPrivate();
    var csr = Requests.of("CN=" + NAME, Requests.keys("EC", 256), stranger, Requests.dns(NAME));
    assertRefused(with(csr), Status.Code.INVALID_ARGUMENT, "CSR is not signed by the key in it");
  }

  @Test
  @Covers("control-plane#I3")
  void aRequestForOtherNamesFailsAPrecondition() {
    var keys = Requests.keys("EC", 256);
    var own = Requests.dns(NAME);
    var ip = new GeneralName(GeneralName.iPAddress, "10.0.0.1");
    var mail = new GeneralName(GeneralName.rfc822Name, "a@example.org");
    var uri = new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://a/b");
    for (var csr :
        List.of(
            Requests.of("CN=" + NAME, keys, own, Requests.dns("other.example")),
            Requests.of("CN=" + NAME, keys, Requests.dns("other.example")),
            Requests.of("CN=" + NAME, keys, own, ip),
            Requests.of("CN=" + NAME, keys, own, mail),
            Requests.of("CN=" + NAME, keys, own, uri),
            Requests.of("CN=other.example", keys, own))) {
      assertRefused(with(csr), Status.Code.FAILED_PRECONDITION, "must have");
    }
  }

  @Test
  void aRequestWithoutACommonNameIsEnough() throws Exception {
    var csr = Requests.of("", Requests.keys("EC", 256), Requests.dns(NAME));
    var leaf = certificate(certifier.certify(with(csr).build(), null).getLeafCertificate());
    assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
    assertThat(leaf.getCriticalExtensionOIDs()).contains("2.5.29.17");
  }

  @Test
  @Covers("control-plane#I4")
  void aTokenOfAnotherWorkloadFailsAPrecondition() {
    var other = token(signer.draft(new Workload("default", "web"), null, LIFETIME));
    assertRefused(
        request().setToken(other), Status.Code.FAILED_PRECONDITION, "token is for web.default.");
  }

  @Test
  @Covers("control-plane#I5")
  void aTokenThatIsRefusedFailsAPrecondition() {
    var token = signer.draft(API, null, LIFETIME);
    var stranger = new TokenSigner(SigningKey.generate(RANDOM), clock, RANDOM);
    var forged = ByteString.copyFromUtf8(stranger.sign(token));
    assertRefused(
        request().setToken(forged), Status.Code.FAILED_PRECONDITION, "not signed by the mesh's");
    assertRefused(
        request().setToken(ByteString.copyFromUtf8("garbage")),
        Status.Code.FAILED_PRECONDITION,
        "malformed");
    revoked.add(token.id());
    assertRefused(request().setToken(token(token)), Status.Code.FAILED_PRECONDITION, "is revoked");
    var request = request();
    now = START.plus(LIFETIME);
    assertRefused(request, Status.Code.FAILED_PRECONDITION, "token expired at");
  }

  @Test
  @Covers("control-plane#I6")
  void noCertificateOutlivesItsIssuer() throws Exception {
    var brief = material.withNewIssuer(Duration.ofHours(1), START, RANDOM);
    write(brief);
    var leaf = certificate(certifier.certify(request().build(), null).getLeafCertificate());
    assertThat(leaf.getNotAfter()).isEqualTo(brief.issuer().getNotAfter());
  }

  @Test
  @Covers("control-plane#I7")
  void anIssuerReplacedOnDiskSignsTheNextCertificate() throws Exception {
    certifier.certify(request().build(), null);
    var next = material.withNewIssuer(Duration.ofDays(1), START, RANDOM);
    write(next);
    var leaf = certificate(certifier.certify(request().build(), null).getLeafCertificate());
    leaf.verify(next.issuer().getPublicKey());
  }

  @Test
  @Covers("control-plane#I8")
  void anIssuerReplacedByGarbageLeavesTheOldOneInUse() throws Exception {
    certifier.certify(request().build(), null);
    Files.writeString(file(TrustMaterial.ISSUER), "garbage");
    var leaf = certificate(certifier.certify(request().build(), null).getLeafCertificate());
    leaf.verify(material.issuer().getPublicKey());
    Files.delete(file(TrustMaterial.ISSUER_KEY));
    certifier.certify(request().build(), null);
    write(material.withNewIssuer(Duration.ofDays(1), START, RANDOM));
    assertThat(certificate(certifier.certify(request().build(), null).getLeafCertificate()))
        .isNotNull();
  }

  @Test
  @Covers("control-plane#I9")
  void aKeyThatIsNotEcdsaIsRefused() {
    var csr = Requests.of("CN=" + NAME, Requests.keys("RSA", 2048), Requests.dns(NAME));
    assertRefused(with(csr), Status.Code.FAILED_PRECONDITION, "must have an ECDSA key, got: RSA");
  }

  @Test
  void withoutAnyIssuerTheServiceIsUnavailableUntilThereIsOne() throws Exception {
    Files.delete(file(TrustMaterial.ISSUER));
    assertRefused(request(), Status.Code.UNAVAILABLE, "no usable issuer");
    write(material);
    assertThat(certifier.certify(request().build(), null)).isNotNull();
  }

  @Test
  void anIssuerThatExpiredMeanwhileIsAnUnknownError() throws Exception {
    write(material.withNewIssuer(Duration.ofHours(1), START, RANDOM));
    var request = request();
    certifier.certify(request.build(), null);
    now = START.plus(Duration.ofHours(2));
    assertRefused(request, Status.Code.UNKNOWN, "is not trusted");
  }

  @Test
  void anEmptyTokenRenewsTheCertificateInUse() throws Exception {
    var peer = new Peer(NAME, START.plusSeconds(1), null);
    var response = certifier.certify(request().clearToken().build(), peer);
    assertThat(names(certificate(response.getLeafCertificate())))
        .containsExactly(List.of(GeneralName.dNSName, NAME));
  }

  @Test
  void theCertificateInUseSpeaksForItsOwnNameOnly() {
    var peer =
        new Peer(
            "web.default.serviceaccount.identity.linkerd.cluster.local",
            START.plusSeconds(1),
            null);
    assertRefused(
        request().clearToken(), peer, Status.Code.FAILED_PRECONDITION, "certificate in use is for");
  }

  @Test
  void aCertificateThatExpiredOnAnOldConnectionNeedsTheTokenAgain() throws Exception {
    var peer = new Peer(NAME, START, null);
    assertRefused(
        request().clearToken(), peer, Status.Code.FAILED_PRECONDITION, "expired at " + START);
    assertThat(certifier.certify(request().build(), peer)).isNotNull();
  }

  @Test
  void aRevokedTokenEndsTheRenewalsOfWhatCameAboutByIt() throws Exception {
    var token = signer.draft(API, null, LIFETIME);
    var joined = certifier.certify(request().setToken(token(token)).build(), null);
    var renewed = certifier.certify(request().clearToken().build(), holderOf(joined));
    revoked.add(token.id());
    assertRefused(
        request().clearToken(),
        holderOf(renewed),
        Status.Code.FAILED_PRECONDITION,
        "came about by token " + token.id() + ", which is revoked");
  }

  @Test
  void aCertificateSaysFromRenewalToRenewalWhichGroupItsTokenIsFor() throws Exception {
    var token = signer.draft(API, "workers", LIFETIME);
    var joined = certifier.certify(request().setToken(token(token)).build(), null);
    var renewed = certifier.certify(request().clearToken().build(), holderOf(joined));
    assertThat(holderOf(renewed).token())
        .isEqualTo(new TokenMark(token.id(), API.namespace() + "/workers"));
  }

  private Peer holderOf(CertifyResponse response) throws CertificateException {
    var leaf = certificate(response.getLeafCertificate());
    return new Peer(NAME, leaf.getNotAfter().toInstant(), TokenMark.in(leaf).orElseThrow());
  }

  @Test
  void aBadTokenIsRefusedWhateverTheConnectionProves() {
    var peer = new Peer(NAME, START.plusSeconds(1), null);
    var garbage = request().setToken(ByteString.copyFromUtf8("garbage"));
    assertRefused(garbage, peer, Status.Code.FAILED_PRECONDITION, "malformed");
  }

  private CertifyRequest.Builder request() {
    return with(Requests.of(NAME));
  }

  private CertifyRequest.Builder with(byte[] csr) {
    return CertifyRequest.newBuilder()
        .setIdentity(NAME)
        .setToken(token(signer.draft(API, null, LIFETIME)))
        .setCertificateSigningRequest(ByteString.copyFrom(csr));
  }

  private ByteString token(JoinToken token) {
    return ByteString.copyFromUtf8(signer.sign(token) + "\n");
  }

  private void assertRefused(CertifyRequest.Builder request, Status.Code code, String why) {
    assertRefused(request, null, code, why);
  }

  private void assertRefused(
      CertifyRequest.Builder request, @Nullable Peer peer, Status.Code code, String why) {
    ThrowingCallable call = () -> certifier.certify(request.build(), peer);
    assertThat(catchThrowableOfType(StatusException.class, call))
        .isNotNull()
        .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(code))
        .satisfies(e -> assertThat(e.getStatus().getDescription()).contains(why));
  }

  private void write(TrustMaterial issuer) throws Exception {
    var fresh = Files.createTempDirectory(directory, "new");
    issuer.writeTo(fresh);
    for (var name : List.of(TrustMaterial.ISSUER, TrustMaterial.ISSUER_KEY)) {
      OwnerOnlyFile.replace(file(name), Files.readString(fresh.resolve(name)));
    }
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private static List<X509Certificate> chain(CertifyResponse response) throws CertificateException {
    var chain = new ArrayList<X509Certificate>();
    chain.add(certificate(response.getLeafCertificate()));
    for (var parent : response.getIntermediateCertificatesList()) {
      chain.add(certificate(parent));
    }
    return chain;
  }

  private static X509Certificate certificate(ByteString der) throws CertificateException {
    var in = new ByteArrayInputStream(der.toByteArray());
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
  }

  private static List<List<?>> names(X509Certificate certificate) throws CertificateException {
    return List.copyOf(certificate.getSubjectAlternativeNames());
  }
}
