package weft.proxy.transport;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DnsName;
import weft.proxy.config.Id;

/**
 * Mesh TLS: makes that of new connections from the certificate in use.
 *
 * <p>TLS 1.3 only, hybrid key exchange first, no resumption, client certificates optional.
 * Replacing the certificate touches new connections only. Any thread; verification runs on the
 * executor given, signatures on the loop. Source: identity-tls.md 3, 5; what cannot be set is in
 * docs/differences.md.
 */
public final class TlsContexts {
  private final TlsVerifier verifier;
  private final String directProtocol;
  private final Duration handshakeLimit;
  private final Executor executor;
  private Current current;

  /**
   * Starts without a certificate: clients verify but present none, servers fail every handshake.
   *
   * @param directProtocol the one ALPN protocol of the direct port and of clients that tag their
   *     connections
   * @param handshakeLimit how long a client may take for its handshake
   * @param executor runs verification, so that loops do not
   */
  public TlsContexts(
      TlsVerifier verifier, String directProtocol, Duration handshakeLimit, Executor executor)
      throws SSLException {
    this.verifier = verifier;
    this.directProtocol = directProtocol;
    this.handshakeLimit = handshakeLimit;
    this.executor = executor;
    this.current = build(null);
  }

  /**
   * TLS for one connection to a server.
   *
   * <p>The caller owns it and gives it to {@link Connection#secure}. Its handshake fails unless the
   * server's chain is good and names {@code expected}; it has no limit of its own, as that of
   * connecting covers it.
   *
   * @param serverName sent as SNI; independent of {@code expected}
   * @param direct offers the direct protocol; {@link Tls#applicationProtocol} tells then whether
   *     the server took it
   */
  public synchronized Tls client(DnsName serverName, Id expected, boolean direct) {
    var check = new TlsPeerCheck(verifier, expected);
    var context = direct ? current.directClient : current.client;
    return new Tls(context, serverName, check, executor, null);
  }

  /**
   * TLS for one accepted connection; the caller owns it and gives it to {@link Connection#secure}.
   *
   * @param direct for the direct port: selects the direct protocol where the client offers it. A
   *     client that offers only others is to be refused before (detect.ClientHello.admits)
   */
  public synchronized Tls server(boolean direct) {
    var check = new TlsPeerCheck(verifier, null);
    var context = direct ? current.directServer : current.server;
    return new Tls(context, null, check, executor, handshakeLimit);
  }

  /** New connections use this from now on; takes ownership of the material. */
  public void replace(TlsMaterial own) throws SSLException {
    Current next = build(own);
    Current previous;
    synchronized (this) {
      previous = current;
      current = next;
    }
    previous.release();
  }

  /** Gives the native memory back; connections keep what they use. No connection after this. */
  public synchronized void release() {
    current.release();
  }

  private Current build(@Nullable TlsMaterial own) throws SSLException {
    X509Certificate[] anchors = verifier.anchors();
    return new Current(
        TlsContext.make(false, own, null, anchors),
        TlsContext.make(false, own, directProtocol, anchors),
        TlsContext.make(true, own, null, anchors),
        TlsContext.make(true, own, directProtocol, anchors),
        own);
  }

  /** One generation; native memory, counted. */
  private record Current(
      TlsContext client,
      TlsContext directClient,
      TlsContext server,
      TlsContext directServer,
      @Nullable TlsMaterial own) {

    void release() {
      client.release();
      directClient.release();
      server.release();
      directServer.release();
      if (own != null) {
        own.release();
      }
    }
  }
}
