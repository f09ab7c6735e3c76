package weft.proxy.transport;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/**
 * Decides whether a peer's certificates are to be believed, and whom they name.
 *
 * <p>Called on the executor that {@link TlsContexts} was given, from several of its threads; may
 * take milliseconds, never waits.
 */
public interface TlsVerifier {
  /** What a certificate is presented for. */
  enum Role {
    CLIENT,
    SERVER
  }

  /**
   * The verified peer.
   *
   * @param chain DER, leaf first, at least one
   * @param role of the peer, not of this proxy
   * @throws CertificateException says which certificate breaks which rule; fails the handshake
   */
  TlsPeer verify(byte[][] chain, Role role) throws CertificateException;

  /** The certificates that everything must chain to; servers name them to clients as a hint. */
  X509Certificate[] anchors();
}
