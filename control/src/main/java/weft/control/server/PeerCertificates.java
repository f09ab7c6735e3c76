package weft.control.server;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import weft.control.ca.TokenMark;
import weft.control.identity.Peer;

/** Reads who a client is from the certificate that its handshake has verified. */
final class PeerCertificates {
  private static final int DNS = 2;
  private static final int URI = 6;

  private PeerCertificates() {}

  /** Null for a client without certificate, and for one whose certificate names nobody. */
  static @Nullable Peer peerOf(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate leaf
          ? identity(leaf).map(name -> peer(name, leaf)).orElse(null)
          : null;
    } catch (SSLPeerUnverifiedException | CertificateParsingException _) {
      return null;
    }
  }

  private static Peer peer(String name, X509Certificate leaf) {
    return new Peer(name, leaf.getNotAfter().toInstant(), TokenMark.in(leaf).orElse(null));
  }

  private static Optional<String> identity(X509Certificate leaf)
      throws CertificateParsingException {
    var names = Objects.requireNonNullElse(leaf.getSubjectAlternativeNames(), List.<List<?>>of());
    return first(names, DNS).or(() -> first(names, URI));
  }

  private static Optional<String> first(Collection<List<?>> names, int type) {
    return names.stream()
        .filter(name -> name.get(0).equals(type))
        .map(name -> String.valueOf(name.get(1)))
        .findFirst();
  }
}
