package weft.control.ca;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/**
 * Signs workloads' certificates. Any thread. Source: control-plane.md 7.3; serial numbers are
 * random (RFC 5280, 4.1.2.2), so that they stay unique over reloads and several control planes.
 */
public final class CertificateAuthority {
  private static final KeyUsage USAGE =
      new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
  private static final ExtendedKeyUsage PURPOSE =
      new ExtendedKeyUsage(
          new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});

  private final Duration lifetime;
  private final Duration clockSkew;
  private final SecureRandom random;

  /**
   * Signs on these terms.
   *
   * @param lifetime how long a certificate is good for after it was signed; more than zero
   * @param clockSkew by how much both ends of that time are widened
   */
  public CertificateAuthority(Duration lifetime, Duration clockSkew, SecureRandom random) {
    if (!lifetime.isPositive() || clockSkew.isNegative()) {
      throw new IllegalArgumentException("lifetime " + lifetime + ", clock skew " + clockSkew);
    }
    this.lifetime = lifetime;
    this.clockSkew = clockSkew;
    this.random = random;
  }

  /**
   * Signs a certificate for the request's key with this one name, also as common name if the
   * request has one; ends no later than the issuer. The caller has checked that the name is the
   * requester's.
   */
  public X509Certificate sign(Issuer issuer, SigningRequest request, String name, Instant now) {
    return sign(issuer, request, name, null, now);
  }

  /**
   * The same for a holder that joined with a token.
   *
   * @param mark goes into the certificate; null: none
   */
  public X509Certificate sign(
      Issuer issuer, SigningRequest request, String name, @Nullable TokenMark mark, Instant now) {
    var draft =
        new CertificateDraft(
            subject(request, name),
            request.key(),
            now.minus(clockSkew),
            end(issuer, now),
            serial());
    draft.extend(Extension.keyUsage, true, USAGE);
    draft.extend(Extension.extendedKeyUsage, false, PURPOSE);
    // RFC 5280, 4.2.1.6: with an empty subject the alternative name is critical.
    draft.extend(Extension.subjectAlternativeName, request.commonNames().isEmpty(), dns(name));
    if (mark != null) {
      draft.extend(TokenMark.ID, false, mark.encoded());
    }
    return draft.sign(issuer.certificate(), issuer.key(), random);
  }

  /** The certificates that a holder presents after its own: issuer first, anchors left out. */
  public static List<X509Certificate> intermediates(Issuer issuer, TrustRoots roots) {
    return issuer.chain().stream().takeWhile(c -> !roots.contains(c)).toList();
  }

  private Instant end(Issuer issuer, Instant now) {
    var wanted = now.plus(lifetime).plus(clockSkew);
    return wanted.isBefore(issuer.notAfter()) ? wanted : issuer.notAfter();
  }

  private BigInteger serial() {
    return CertificateDraft.randomSerial(random);
  }

  private static X500Name subject(SigningRequest request, String name) {
    var subject = new X500NameBuilder();
    return request.commonNames().isEmpty()
        ? subject.build()
        : subject.addRDN(BCStyle.CN, name).build();
  }

  private static GeneralNames dns(String name) {
    return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
  }
}
