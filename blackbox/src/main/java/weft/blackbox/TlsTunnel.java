package weft.blackbox;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A port of the loopback whose connections go on as TLS, without a certificate of their own. */
final class TlsTunnel implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final SSLSocketFactory sockets;

  private TlsTunnel(ServerSocket listener, InetSocketAddress server, SSLSocketFactory sockets) {
    this.listener = listener;
    this.server = server;
    this.sockets = sockets;
  }

  /** The server must be certified by the anchors in that file, under whatever name. */
  static TlsTunnel to(InetSocketAddress server, Path anchors)
      throws IOException, GeneralSecurityException {
    var loopback = InetAddress.getLoopbackAddress();
    var tunnel = new TlsTunnel(new ServerSocket(0, 16, loopback), server, trusting(anchors));
    Thread.ofVirtual().start(tunnel::acceptAll);
    return tunnel;
  }

  private static SSLSocketFactory trusting(Path anchors)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var pem = new FileInputStream(anchors.toFile())) {
      var anchor = CertificateFactory.getInstance("X.509").generateCertificate(pem);
      store.setCertificateEntry("anchor", anchor);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        var onward = sockets.createSocket(server.getAddress(), server.getPort());
        Thread.ofVirtual().start(() -> copy(client, onward));
        Thread.ofVirtual().start(() -> copy(onward, client));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException _) {
      // Either side may end in any way.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
