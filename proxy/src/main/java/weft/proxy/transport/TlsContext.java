package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.internal.tcnative.CertificateVerifier;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Settings that connections share, in the TLS library's memory: one role, one certificate.
 *
 * <p>Counted: each connection holds it, as the library calls back through it. Any thread.
 */
final class TlsContext extends AbstractReferenceCounted {
  private static final String[] GROUPS = {"X25519MLKEM768", "X25519", "P-256", "P-384"};
  private static final int LONGEST_CHAIN = 10;

  private final long context;
  private final boolean server;
  private final Map<Long, TlsPeerCheck> handshakes = new ConcurrentHashMap<>();

  private TlsContext(long context, boolean server) {
    this.context = context;
    this.server = server;
  }

  /**
   * Makes one.
   *
   * @param own what to present; null: nothing
   * @param protocol the one ALPN protocol; null: none
   * @param anchors whom servers name to clients as a hint
   */
  static TlsContext make(
      boolean server,
      @Nullable TlsMaterial own,
      @Nullable String protocol,
      X509Certificate[] anchors)
      throws SSLException {
    TlsNatives.require();
    try {
      int mode = server ? SSL.SSL_MODE_SERVER : SSL.SSL_MODE_CLIENT;
      var made = new TlsContext(SSLContext.make(SSL.SSL_PROTOCOL_TLSV1_3, mode), server);
      made.set(own, protocol, anchors);
      return made;
    } catch (Exception e) { // the natives throw Exception itself
      throw new SSLException("no TLS context: " + e.getMessage(), e);
    }
  }

  private void set(@Nullable TlsMaterial own, @Nullable String protocol, X509Certificate[] anchors)
      throws Exception {
    SSLContext.setOptions(context, SSL.SSL_OP_NO_TICKET);
    long _ = SSLContext.setSessionCacheMode(context, SSL.SSL_SESS_CACHE_OFF);
    int _ =
        SSLContext.setMode(
            context,
            SSLContext.getMode(context)
                | SSL.SSL_MODE_ENABLE_PARTIAL_WRITE
                | SSL.SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    boolean _ = SSLContext.setCurvesList(context, GROUPS);
    SSLContext.setUseTasks(context, true);
    SSLContext.setVerify(
        context, server ? SSL.SSL_CVERIFY_OPTIONAL : SSL.SSL_CVERIFY_REQUIRED, LONGEST_CHAIN);
    SSLContext.setCertVerifyCallback(context, new Verification());
    if (protocol != null) {
      var protocols = new String[] {protocol};
      SSLContext.setAlpnProtos(context, protocols, SSL.SSL_SELECTOR_FAILURE_NO_ADVERTISE);
    }
    if (own != null) {
      SSLContext.addCredential(context, own.credential());
    }
    if (server) {
      name(anchors);
    }
  }

  private void name(X509Certificate[] anchors) throws Exception {
    List<byte[]> encoded = new ArrayList<>();
    for (X509Certificate anchor : anchors) {
      encoded.add(anchor.getEncoded());
    }
    ByteBuf pem = TlsMaterial.pem(encoded);
    long bio = TlsMaterial.bio(pem);
    boolean _ = SSLContext.setCACertificateBio(context, bio);
    SSL.freeBIO(bio);
    pem.release();
  }

  /** Starts a connection's half; the caller holds this context and frees what it gets. */
  NativeTls open() {
    return new NativeTls(context, server);
  }

  /** The check is asked about the peer's certificate until it is forgotten. */
  void remember(long pointer, TlsPeerCheck check) {
    handshakes.put(pointer, check);
  }

  void forget(long pointer) {
    handshakes.remove(pointer);
  }

  @Override
  protected void deallocate() {
    int _ = SSLContext.free(context);
  }

  @Override
  public ReferenceCounted touch(Object hint) {
    return this;
  }

  /** Called inside {@link NativeTls#task}. */
  private final class Verification extends CertificateVerifier {
    @Override
    public int verify(long pointer, byte[][] chain, String authentication) {
      TlsPeerCheck check = handshakes.get(pointer);
      return check == null ? X509_V_ERR_UNSPECIFIED : check.check(chain);
    }
  }
}
