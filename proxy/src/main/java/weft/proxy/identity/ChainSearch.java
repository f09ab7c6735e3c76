package weft.proxy.identity;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import weft.proxy.config.Id;
import weft.proxy.transport.TlsPeer;
import weft.proxy.transport.TlsVerifier.Role;

/**
 * Looks for a way from a leaf to an anchor over the certificates that the peer sent along.
 *
 * <p>Pure: certificates, role and time in; the peer, or the reason of the way that came furthest,
 * out. The sent certificates may have any order and be of no use; a peer that sends many can cost
 * us at most {@link #MAX_SIGNATURES} signatures. Host names play no part. Source: identity-tls.md
 * 4.2; RFC 5280, 6.1; RFC 4158 for the search.
 */
final class ChainSearch {
  /** Most certificates of a chain, the leaf included. */
  static final int MAX_CERTIFICATES = 10;

  static final int MAX_SIGNATURES = 32;

  private final TrustAnchors anchors;
  private final List<X509Certificate> sent;
  private final List<Id> names;
  private final Role role;
  private final Instant now;
  private final List<X509Certificate> path = new ArrayList<>();
  private CertificateException reason;
  private int signatures;

  /** A good peer, and until when the same certificates need no new look. */
  record Found(TlsPeer peer, Instant until) {}

  private ChainSearch(
      TrustAnchors anchors, List<X509Certificate> chain, List<Id> names, Role role, Instant now) {
    this.anchors = anchors;
    this.sent = chain.subList(1, chain.size());
    this.names = names;
    this.role = role;
    this.now = now;
    this.reason =
        new CertificateException(
            "unknown authority: " + chain.getFirst().getIssuerX500Principal().getName());
  }

  /** Verifies a chain of DER certificates, leaf first. */
  static Found verify(TrustAnchors anchors, byte[][] der, Role role, Instant now)
      throws CertificateException {
    if (der.length == 0 || der.length > MAX_CERTIFICATES) {
      throw new CertificateException(
          "a chain has 1 to " + MAX_CERTIFICATES + " certificates, this one " + der.length);
    }
    var chain = new ArrayList<X509Certificate>(der.length);
    for (byte[] one : der) {
      chain.add(TrustAnchors.certificate(one));
    }
    var leaf = chain.getFirst();
    CertificateRules.leaf(leaf, role, now);
    var names = SubjectNames.ids(leaf);
    var search = new ChainSearch(anchors, chain, names, role, now);
    if (!search.leadsToAnchor(leaf)) {
      throw search.reason;
    }
    return new Found(new TlsPeer(names), search.until());
  }

  /** Depth first; on success the path holds the leaf and the authorities below the anchor. */
  private boolean leadsToAnchor(X509Certificate certificate) {
    path.add(certificate);
    for (var anchor : anchors.certificates()) {
      if (isAnchoredBy(certificate, anchor)) {
        return true;
      }
    }
    for (var authority : sent) {
      if (!path.contains(authority)
          && isSignedBy(certificate, authority)
          && leadsToAnchor(authority)) {
        return true;
      }
    }
    path.removeLast();
    return false;
  }

  private boolean isAnchoredBy(X509Certificate certificate, X509Certificate anchor) {
    try {
      if (!certificate.getIssuerX500Principal().equals(anchor.getSubjectX500Principal())) {
        return false;
      }
      NameConstraints.check(anchor, names);
      checkSignature(certificate, anchor);
      return true;
    } catch (CertificateException e) {
      reason = e;
      return false;
    }
  }

  private boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
    try {
      if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
        return false;
      }
      CertificateRules.authority(authority, path.size() - 1, role, now);
      NameConstraints.check(authority, names);
      checkSignature(certificate, authority);
      return true;
    } catch (CertificateException e) {
      reason = e;
      return false;
    }
  }

  private void checkSignature(X509Certificate certificate, X509Certificate authority)
      throws CertificateException {
    if (++signatures > MAX_SIGNATURES) {
      throw new CertificateException("more than " + MAX_SIGNATURES + " signatures to check");
    }
    try {
      if (!CertificateRules.accepts(authority.getPublicKey())) {
        throw new CertificateException("key not accepted");
      }
      certificate.verify(authority.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CertificateException(
          "signature by "
              + authority.getSubjectX500Principal()
              + " on "
              + certificate.getSubjectX500Principal()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private Instant until() {
    var until = Instant.MAX;
    for (var certificate : path) {
      var end = certificate.getNotAfter().toInstant();
      until = end.isBefore(until) ? end : until;
    }
    return until;
  }
}
