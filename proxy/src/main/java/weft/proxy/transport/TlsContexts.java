package weft.proxy.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DnsName;
import weft.proxy.config.Id;

/**
 * Mesh TLS: makes the handlers of new connections from the certificate in use.
 *
 * <p>TLS 1.3 only, hybrid key exchange first, no resumption, client certificates optional.
 * Replacing the certificate touches new connections only. Any thread; verification and signing run
 * on the executor given. Source: identity-tls.md 3, 5; what cannot be set is in
 * docs/differences.md.
 */
public final class TlsContexts {
  /** Why there is a limit at all: docs/differences.md; the spec has none after detection. */
  private static final long SERVER_HANDSHAKE_SECONDS = 60;

  private static final String[] GROUPS = {"X25519MLKEM768", "x25519", "secp256r1", "secp384r1"};
  private static final List<String> CIPHERS =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  private final TlsVerifier verifier;
  private final String directProtocol;
  private final Executor executor;
  private Current current;

  /**
   * Starts without a certificate: clients verify but present none, servers fail every handshake.
   *
   * @param directProtocol the one ALPN protocol of the direct port and of clients that tag their
   *     connections
   * @param executor runs verification and signatures, so that loops do not
   */
  public TlsContexts(TlsVerifier verifier, String directProtocol, Executor executor)
      throws SSLException {
    this.verifier = verifier;
    this.directProtocol = directProtocol;
    this.executor = executor;
    this.current = build(null);
  }

  /**
   * A handler for one connection to a server.
   *
   * <p>The caller owns it and adds it to a pipeline. Its handshake fails unless the server's chain
   * is good and names {@code expected}; it has no time-out of its own, as that of connecting covers
   * it.
   *
   * @param serverName sent as SNI; independent of {@code expected}
   * @param direct offers the direct protocol; {@link SslHandler#applicationProtocol} tells then
   *     whether the server took it
   */
  public SslHandler client(
      ByteBufAllocator allocator, DnsName serverName, Id expected, boolean direct) {
    // As the engine's host we give whom TlsTrust shall find there. Netty takes it for the SNI too
    // where it looks like a host; the name to send is set over it.
    var handler = handler(allocator, false, direct, expected.text());
    SSL.setTlsExtHostName(engine(handler).sslPointer(), serverName.withoutDot().text());
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  /**
   * A handler for one accepted connection; the caller owns it and adds it to a pipeline.
   *
   * @param direct for the direct port: selects the direct protocol where the client offers it. A
   *     client that offers only others is to be refused before (detect.ClientHello.admits)
   */
  public SslHandler server(ByteBufAllocator allocator, boolean direct) {
    var handler = handler(allocator, true, direct, null);
    SSL.setOptions(engine(handler).sslPointer(), SSL.SSL_OP_NO_TICKET);
    handler.setHandshakeTimeout(SERVER_HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    return handler;
  }

  /** The peer of a finished handshake; null where it presented no certificate. */
  public static @Nullable TlsPeer peer(SslHandler handler) {
    return TlsTrust.peer(handler.engine().getSession());
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

  /** Gives the native memory back; connections keep what they use. No handler after this. */
  public synchronized void release() {
    current.release();
  }

  /** Under the lock, so that a context is not released between being read and being retained. */
  private synchronized SslHandler handler(
      ByteBufAllocator allocator, boolean server, boolean direct, @Nullable String host) {
    var context =
        server
            ? direct ? current.directServer : current.server
            : direct ? current.directClient : current.client;
    return context.newHandler(allocator, host, -1, executor); // no port: no session cache
  }

  private Current build(@Nullable TlsMaterial own) throws SSLException {
    var keys = new TlsKeys(own);
    return new Current(
        build(SslContextBuilder.forClient().keyManager(keys), false),
        build(SslContextBuilder.forClient().keyManager(keys), true),
        build(SslContextBuilder.forServer(keys), false),
        build(SslContextBuilder.forServer(keys), true),
        own);
  }

  private SslContext build(SslContextBuilder builder, boolean direct) throws SSLException {
    if (direct) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              directProtocol));
    }
    return builder
        .sslProvider(SslProvider.OPENSSL_REFCNT)
        .trustManager(new TlsTrust(verifier))
        .clientAuth(ClientAuth.OPTIONAL)
        .endpointIdentificationAlgorithm(null)
        .protocols("TLSv1.3")
        .ciphers(CIPHERS)
        .option(OpenSslContextOption.GROUPS, GROUPS)
        .option(OpenSslContextOption.USE_TASKS, true)
        .build();
  }

  private static ReferenceCountedOpenSslEngine engine(SslHandler handler) {
    return (ReferenceCountedOpenSslEngine) handler.engine();
  }

  /** One generation; native memory, counted. */
  private record Current(
      SslContext client,
      SslContext directClient,
      SslContext server,
      SslContext directServer,
      @Nullable TlsMaterial own) {

    void release() {
      ReferenceCountUtil.release(client);
      ReferenceCountUtil.release(directClient);
      ReferenceCountUtil.release(server);
      ReferenceCountUtil.release(directServer);
      if (own != null) {
        own.release();
      }
    }
  }
}
