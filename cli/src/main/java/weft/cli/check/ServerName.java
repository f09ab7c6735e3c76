package weft.cli.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import weft.control.ca.BadKeyMaterial;
import weft.control.ca.TrustRoots;

/** Asks who answers at an address, by TLS and without a certificate of our own. */
record ServerName(TrustRoots roots, Instant now) {
  private static final int PATIENCE_MILLIS = 2_000;
  private static final int DNS = 2;

  /**
   * The names of a server that the mesh's anchors vouch for.
   *
   * @throws IOException where nobody answers, or somebody of another mesh; says which
   */
  List<String> at(InetSocketAddress address) throws IOException {
    try (var plain = new Socket()) {
      plain.connect(address, PATIENCE_MILLIS);
      plain.setSoTimeout(PATIENCE_MILLIS);
      var host = address.getAddress().getHostAddress();
      try (var socket =
          (SSLSocket)
              context().getSocketFactory().createSocket(plain, host, address.getPort(), true)) {
        socket.startHandshake();
        return names((X509Certificate) socket.getSession().getPeerCertificates()[0]);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static List<String> names(X509Certificate leaf) throws CertificateException {
    var names = Objects.requireNonNullElse(leaf.getSubjectAlternativeNames(), List.<List<?>>of());
    return names.stream()
        .filter(name -> name.get(0).equals(DNS))
        .map(name -> String.valueOf(name.get(1)))
        .toList();
  }

  private SSLContext context() throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(null, new TrustManager[] {new Anchored(roots, now)}, null);
    return context;
  }

  /** Of the mesh or not; the name is compared by whoever asked. */
  private record Anchored(TrustRoots roots, Instant now) implements X509TrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      try {
        roots.verify(List.of(chain), now);
      } catch (BadKeyMaterial e) {
        throw new CertificateException(e.getMessage(), e);
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("we are a client only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
