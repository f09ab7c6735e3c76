package weft.proxy.identity;

import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Set;
import weft.proxy.transport.TlsVerifier.Role;

/**
 * What must hold of one certificate, apart from its signature: algorithms, validity, extensions.
 *
 * <p>Source: identity-tls.md 3 and 4.2; RFC 5280, 4.2 and 6.1; where RFC 5280 leaves a choice, as
 * rustls-webpki does it.
 */
final class CertificateRules {
  private static final Set<String> SIGNATURES =
      Set.of(
          "1.2.840.10045.4.3.2", // ecdsa-with-SHA256, 384, 512
          "1.2.840.10045.4.3.3",
          "1.2.840.10045.4.3.4",
          "1.3.101.112", // Ed25519
          "1.2.840.113549.1.1.11", // RSA PKCS#1 with SHA256, 384, 512
          "1.2.840.113549.1.1.12",
          "1.2.840.113549.1.1.13");
  // Key usage, subject alternative name, basic constraints, name constraints, extended key usage.
  private static final Set<String> UNDERSTOOD =
      Set.of("2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.37");
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final int KEY_CERT_SIGN = 5;

  private CertificateRules() {}

  /** Rules for the certificate that names the peer. */
  static void leaf(X509Certificate leaf, Role role, Instant now) throws CertificateException {
    common(leaf, role, now);
    require(leaf, leaf.getBasicConstraints() < 0, "an authority's certificate names no workload");
    boolean canSign = !(leaf.getPublicKey() instanceof RSAPublicKey);
    require(leaf, canSign, "TLS 1.3 without RSA-PSS cannot use an RSA key");
  }

  /**
   * Rules for a certificate that signed another.
   *
   * @param below how many authorities are between it and the leaf
   */
  static void authority(X509Certificate authority, int below, Role role, Instant now)
      throws CertificateException {
    common(authority, role, now);
    int deepest = authority.getBasicConstraints();
    require(authority, deepest >= 0, "not an authority");
    require(authority, deepest >= below, "more authorities below it than it allows");
    boolean[] usage = authority.getKeyUsage();
    require(authority, usage == null || usage[KEY_CERT_SIGN], "its key must not sign certificates");
  }

  /** Whether signatures by this key are accepted. */
  static boolean accepts(PublicKey key) {
    return switch (key) {
      case ECPublicKey ec -> isAcceptedCurve(ec.getParams().getOrder().bitLength());
      case RSAPublicKey rsa ->
          rsa.getModulus().bitLength() >= 2048 && rsa.getModulus().bitLength() <= 8192;
      case EdECPublicKey ed -> ed.getParams().getName().equals("Ed25519");
      default -> false;
    };
  }

  private static boolean isAcceptedCurve(int bits) {
    return bits == 256 || bits == 384 || bits == 521;
  }

  private static void common(X509Certificate certificate, Role role, Instant now)
      throws CertificateException {
    require(certificate, certificate.getVersion() == 3, "not of version 3");
    require(certificate, !now.isBefore(certificate.getNotBefore().toInstant()), "not valid yet");
    require(certificate, !now.isAfter(certificate.getNotAfter().toInstant()), "expired");
    String algorithm = certificate.getSigAlgOID();
    require(certificate, SIGNATURES.contains(algorithm), "signature algorithm not accepted");
    require(certificate, accepts(certificate.getPublicKey()), "key not accepted");
    var usage = certificate.getExtendedKeyUsage();
    String needed = role == Role.SERVER ? SERVER_AUTH : CLIENT_AUTH;
    require(certificate, usage == null || usage.contains(needed), "not for the role " + role);
    var critical = certificate.getCriticalExtensionOIDs();
    boolean understood = critical == null || UNDERSTOOD.containsAll(critical);
    require(certificate, understood, "unknown critical extension");
  }

  private static void require(X509Certificate certificate, boolean holds, String rule)
      throws CertificateException {
    if (!holds) {
      throw new CertificateException(
          rule
              + ": certificate of "
              + certificate.getSubjectX500Principal()
              + ", valid "
              + certificate.getNotBefore().toInstant()
              + " to "
              + certificate.getNotAfter().toInstant()
              + ", signed with "
              + certificate.getSigAlgName());
    }
  }
}
