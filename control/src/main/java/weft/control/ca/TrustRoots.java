package weft.control.ca;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;

/** The certificates that everything in a mesh must chain to. Immutable; any thread. */
public record TrustRoots(List<X509Certificate> anchors) {
  public TrustRoots {
    anchors = List.copyOf(anchors);
  }

  /** {@code what} names the text in errors. */
  public static TrustRoots parse(String pem, String what) throws BadKeyMaterial {
    return new TrustRoots(Pem.certificates(pem, what));
  }

  public boolean contains(X509Certificate certificate) {
    return anchors.contains(certificate);
  }

  /**
   * Checks that a chain, its first certificate signed by the next, ends at an anchor and is valid
   * at {@code now} (RFC 5280, 6; no revocation lists).
   *
   * @throws BadKeyMaterial if not, with the validator's reason
   */
  public void verify(List<X509Certificate> chain, Instant now) throws BadKeyMaterial {
    var below = chain.stream().takeWhile(c -> !contains(c)).toList();
    try {
      if (below.isEmpty()) {
        chain.getFirst().checkValidity(Date.from(now));
      } else {
        var path = CertificateFactory.getInstance("X.509").generateCertPath(below);
        CertPathValidator.getInstance("PKIX").validate(path, parameters(now));
      }
    } catch (GeneralSecurityException e) {
      var subject = chain.getFirst().getSubjectX500Principal().getName();
      throw new BadKeyMaterial("certificate " + subject + " is not trusted", e);
    }
  }

  private PKIXParameters parameters(Instant now) throws GeneralSecurityException {
    var trusted =
        anchors.stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toSet());
    var parameters = new PKIXParameters(trusted);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    return parameters;
  }
}
