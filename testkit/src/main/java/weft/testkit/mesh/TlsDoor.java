package weft.testkit.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import weft.testkit.peer.RawServer;

/**
 * Mesh TLS in front of a server that speaks in clear: asks for a client certificate, needs none.
 */
public final class TlsDoor implements AutoCloseable {
  private final RawServer listener;
  private final int inside;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final List<Visitor> visitors = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  /** One connection whose handshake succeeded; without certificate there is none. */
  public record Visitor(@Nullable X509Certificate certificate) {}

  private TlsDoor(RawServer listener, int inside) {
    this.listener = listener;
    this.inside = inside;
  }

  /** Opens one to a port of the loopback. */
  public static TlsDoor open(MeshTls tls, int inside) {
    var door = new TlsDoor(tls.listen(), inside);
    door.listener.serveSockets(door::carry);
    return door;
  }

  public int port() {
    return listener.port();
  }

  /** Who came so far. */
  public List<Visitor> visitors() {
    return List.copyOf(visitors);
  }

  /** Why handshakes failed so far. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  private void carry(Socket accepted) {
    var outer = (SSLSocket) accepted;
    try (outer;
        var inner = new Socket()) {
      sockets.add(outer);
      sockets.add(inner);
      handshake(outer);
      visitors.add(new Visitor(certificate(outer)));
      inner.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), inside));
      var back = Thread.ofVirtual().start(() -> copy(inner, outer));
      copy(outer, inner);
      back.join();
    } catch (IOException ignored) {
      // The visitor sees its connection end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handshake(SSLSocket outer) throws IOException {
    try {
      outer.startHandshake();
    } catch (IOException e) {
      failures.add(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private static @Nullable X509Certificate certificate(SSLSocket socket) {
    try {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ignored) {
      // ended
    }
  }

  @Override
  public void close() {
    listener.close();
    for (var socket : sockets) {
      try {
        socket.close();
      } catch (IOException ignored) {
        // It is gone already.
      }
    }
  }
}
