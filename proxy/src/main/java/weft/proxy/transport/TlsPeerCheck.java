package weft.proxy.transport;

import io.netty.internal.tcnative.CertificateVerifier;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Id;

/**
 * What the handshake of one connection asks of its peer's certificate, and what came of it.
 *
 * <p>A server with a good chain but another identity fails here, inside the handshake: so nobody
 * can use a connection without the check, and an impostor sees neither our certificate nor data.
 * Checked on the executor, read on the loop once it has been told that the check is over.
 */
final class TlsPeerCheck {
  private final TlsVerifier verifier;
  private final @Nullable Id expected;
  private @Nullable TlsPeer peer;
  private @Nullable CertificateException refusal;

  /** {@code expected}: the server's identity; null: the peer is a client, whoever it is. */
  TlsPeerCheck(TlsVerifier verifier, @Nullable Id expected) {
    this.verifier = verifier;
    this.expected = expected;
  }

  /** Returns the library's code of the result. */
  int check(byte[][] chain) {
    try {
      peer = found(chain);
      return CertificateVerifier.X509_V_OK;
    } catch (CertificateException e) {
      refusal = e;
      return code(e);
    } catch (RuntimeException e) { // the JDK's parser, on bytes that a stranger made
      refusal = new CertificateException("certificate cannot be read: " + e, e);
      return CertificateVerifier.X509_V_ERR_UNSPECIFIED;
    }
  }

  private TlsPeer found(byte[][] chain) throws CertificateException {
    if (expected == null) {
      return verifier.verify(chain, TlsVerifier.Role.CLIENT);
    }
    TlsPeer server = verifier.verify(chain, TlsVerifier.Role.SERVER);
    if (!server.is(expected)) {
      throw new CertificateException(
          "certificate does not match TLS identity: expected "
              + expected.text()
              + ", it names "
              + server.ids());
    }
    return server;
  }

  /** The library tells the peer by an alert, for which it wants one of its own codes. */
  private static int code(CertificateException why) {
    return switch (why) {
      case CertificateExpiredException ignored -> CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
      case CertificateNotYetValidException ignored ->
          CertificateVerifier.X509_V_ERR_CERT_NOT_YET_VALID;
      default -> CertificateVerifier.X509_V_ERR_UNSPECIFIED;
    };
  }

  @Nullable TlsPeer peer() {
    return peer;
  }

  @Nullable CertificateException refusal() {
    return refusal;
  }
}
