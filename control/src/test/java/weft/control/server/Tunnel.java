package weft.control.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Carries what connects to it to a server inside TLS 1.3, as linkerd2-proxy does: without ALPN, and
 * with a client certificate only where there is one.
 */
final class Tunnel implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final SSLContext tls;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile @Nullable X509Certificate seen;

  private Tunnel(InetSocketAddress server, SSLContext tls) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.server = server;
    this.tls = tls;
    Thread.ofVirtual().start(this::accept);
  }

  static Tunnel anonymous(InetSocketAddress server, X509Certificate anchor) throws IOException {
    return new Tunnel(server, context(anchor, null, List.of()));
  }

  static Tunnel as(
      Keys keys, List<X509Certificate> chain, InetSocketAddress server, X509Certificate anchor)
      throws IOException {
    return new Tunnel(server, context(anchor, keys, chain));
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The certificate that the server showed last. */
  @Nullable X509Certificate serverCertificate() {
    return seen;
  }

  private static SSLContext context(
      X509Certificate anchor, @Nullable Keys keys, List<X509Certificate> chain) throws IOException {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("anchor", anchor);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var own = KeyStore.getInstance(KeyStore.getDefaultType());
      own.load(null, null);
      if (keys != null) {
        own.setKeyEntry("me", keys.secret(), new char[0], chain.toArray(Certificate[]::new));
      }
      var manager = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      manager.init(own, new char[0]);
      var tls = SSLContext.getInstance("TLSv1.3");
      tls.init(manager.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
      return tls;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        var inner = listener.accept();
        sockets.add(inner);
        Thread.ofVirtual().start(() -> carry(inner));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void carry(Socket inner) {
    try (inner;
        var outer = (SSLSocket) tls.getSocketFactory().createSocket()) {
      sockets.add(outer);
      outer.connect(server);
      outer.startHandshake();
      seen = (X509Certificate) outer.getSession().getPeerCertificates()[0];
      var back = Thread.ofVirtual().start(() -> copy(outer, inner));
      copy(inner, outer);
      back.join();
    } catch (IOException _) {
      // The other side sees its connection end.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // ended
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
