package weft.testkit.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/**
 * One side of mesh TLS by the JDK: which certificate it shows, what name and protocols it names.
 *
 * <p>Immutable; each method gives another one. Peers are verified by the authority alone, not by
 * their names.
 */
public final class MeshTls {
  /** The protocol of connections that begin with a transport header. */
  public static final String TRANSPORT_HEADER = "transport.l5d.io/v1";

  private final Authority trusted;
  private final @Nullable Identity own;
  private final @Nullable String serverName;
  private final List<String> protocols;

  private MeshTls(
      Authority trusted,
      @Nullable Identity own,
      @Nullable String serverName,
      List<String> protocols) {
    this.trusted = trusted;
    this.own = own;
    this.serverName = serverName;
    this.protocols = protocols;
  }

  /** Trusts that authority; shows nothing, names nobody. */
  public static MeshTls trusting(Authority authority) {
    return new MeshTls(authority, null, null, List.of());
  }

  public MeshTls as(Identity identity) {
    return new MeshTls(trusted, identity, serverName, protocols);
  }

  /** The name in the hello, its letters as they are. */
  public MeshTls to(String name) {
    return new MeshTls(trusted, own, name, protocols);
  }

  /** The protocols in the hello, or those that a server selects from. */
  public MeshTls speaking(String... alpn) {
    return new MeshTls(trusted, own, serverName, List.of(alpn));
  }

  /** A connection whose handshake is over, as far as a client can tell. */
  public RawSocket connect(InetSocketAddress address) {
    try {
      return RawSocket.over(handshaken(address));
    } catch (IOException e) {
      throw new UncheckedIOException("TLS to " + address, e);
    }
  }

  /** Why no handshake succeeds there; an assertion fails if one does. */
  public String failure(InetSocketAddress address) {
    try (var socket = handshaken(address)) {
      throw new AssertionError("TLS succeeded with " + socket.getSession().getCipherSuite());
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The protocol that the server selects; empty for none. */
  public String selects(InetSocketAddress address) {
    try (var socket = handshaken(address)) {
      return socket.getApplicationProtocol();
    } catch (IOException e) {
      throw new UncheckedIOException("TLS to " + address, e);
    }
  }

  private SSLSocket handshaken(InetSocketAddress address) throws IOException {
    var socket = (SSLSocket) context().getSocketFactory().createSocket();
    try {
      socket.setSSLParameters(parameters(socket.getSSLParameters()));
      socket.setSoTimeout(Math.toIntExact(RawSocket.PATIENCE.toMillis()));
      socket.connect(address);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * A server on a port of the system's choice; its handshakes come with the first read or write.
   */
  public RawServer listen() {
    try {
      var loopback = InetAddress.getLoopbackAddress();
      var listener =
          (SSLServerSocket) context().getServerSocketFactory().createServerSocket(0, 50, loopback);
      var parameters = parameters(listener.getSSLParameters());
      parameters.setWantClientAuth(true);
      listener.setSSLParameters(parameters);
      return RawServer.over(listener);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen", e);
    }
  }

  private SSLParameters parameters(SSLParameters parameters) {
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setApplicationProtocols(protocols.toArray(String[]::new));
    if (serverName != null) {
      parameters.setServerNames(List.<SNIServerName>of(new SNIHostName(serverName)));
    }
    return parameters;
  }

  /** What this side trusts and shows. */
  SSLContext context() {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      var anchors = emptyStore();
      anchors.setCertificateEntry("root", trusted.root());
      trust.init(anchors);
      var keys = own == null ? null : new KeyManager[] {new OnlyKey(own)};
      var tls = SSLContext.getInstance("TLSv1.3");
      tls.init(keys, trust.getTrustManagers(), new SecureRandom());
      return tls;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  @Override
  public String toString() {
    return "TLS to " + serverName + " speaking " + Arrays.toString(protocols.toArray());
  }
}
