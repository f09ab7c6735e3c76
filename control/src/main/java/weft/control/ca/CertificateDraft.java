package weft.control.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate before it is signed (ECDSA with SHA-256), its extensions in order of addition. */
final class CertificateDraft {
  private static final int SERIAL_BITS = 127;

  private record Addition(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {}

  private final X500Name subject;
  private final PublicKey key;
  private final Instant from;
  private final Instant until;
  private final BigInteger serial;
  private final List<Addition> additions = new ArrayList<>();

  CertificateDraft(
      X500Name subject, PublicKey key, Instant from, Instant until, BigInteger serial) {
    this.subject = subject;
    this.key = key;
    this.from = from;
    this.until = until;
    this.serial = serial;
  }

  /** Unique without a register, and more than zero. */
  static BigInteger randomSerial(SecureRandom random) {
    return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
  }

  void extend(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    additions.add(new Addition(id, critical, value));
  }

  X509Certificate sign(X509Certificate issuer, SigningKey issuerKey, SecureRandom random) {
    return sign(
        X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()), issuerKey, random);
  }

  X509Certificate signByItself(SigningKey own, SecureRandom random) {
    return sign(subject, own, random);
  }

  private X509Certificate sign(X500Name issuer, SigningKey issuerKey, SecureRandom random) {
    try {
      var signer =
          new JcaContentSignerBuilder("SHA256withECDSA")
              .setSecureRandom(random)
              .build(issuerKey.secret());
      var signed = builder(issuer, issuerKey).build(signer);
      return new JcaX509CertificateConverter().getCertificate(signed);
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("cannot sign a certificate", e);
    }
  }

  private X509v3CertificateBuilder builder(X500Name issuer, SigningKey issuerKey)
      throws IOException, GeneralSecurityException {
    var info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
    var builder =
        new X509v3CertificateBuilder(
            issuer, serial, Date.from(from), Date.from(until), subject, info);
    var ids = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        ids.createAuthorityKeyIdentifier(issuerKey.open()));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(key));
    for (var addition : additions) {
      builder.addExtension(addition.id(), addition.critical(), addition.value());
    }
    return builder;
  }
}
