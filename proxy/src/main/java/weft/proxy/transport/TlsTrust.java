package weft.proxy.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Id;

/**
 * Puts {@link TlsVerifier} where the TLS library asks, and leaves the peer in the session.
 *
 * <p>A server with a good chain but another identity fails here, inside the handshake: so nobody
 * can use a connection without the check, and an impostor sees neither our certificate nor data.
 */
final class TlsTrust extends X509ExtendedTrustManager {
  private static final String PEER = "weft.peer";

  private final TlsVerifier verifier;

  TlsTrust(TlsVerifier verifier) {
    this.verifier = verifier;
  }

  static @Nullable TlsPeer peer(SSLSession session) {
    return (TlsPeer) session.getValue(PEER);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    var peer = verifier.verify(encoded(chain), TlsVerifier.Role.SERVER);
    // The only fact about a connection that reaches this place is the host of its engine.
    Id expected = Id.parse(engine.getPeerHost());
    if (expected == null || !peer.is(expected)) {
      throw new CertificateException(
          "certificate does not match TLS identity: expected "
              + engine.getPeerHost()
              + ", it names "
              + peer.ids());
    }
    engine.getSession().putValue(PEER, peer);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    var peer = verifier.verify(encoded(chain), TlsVerifier.Role.CLIENT);
    engine.getSession().putValue(PEER, peer);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return verifier.anchors();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw withoutEngine();
  }

  private static CertificateException withoutEngine() {
    return new CertificateException("no engine: nobody knows which peer this connection expects");
  }

  private static byte[][] encoded(X509Certificate[] chain) throws CertificateException {
    byte[][] encoded = new byte[chain.length][];
    for (int i = 0; i < chain.length; i++) {
      encoded[i] = chain[i].getEncoded();
    }
    return encoded;
  }
}
