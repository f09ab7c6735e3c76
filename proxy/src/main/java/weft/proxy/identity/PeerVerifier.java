package weft.proxy.identity;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import weft.proxy.transport.TlsPeer;
import weft.proxy.transport.TlsVerifier;

/**
 * Verifies peers against one set of trust anchors, and remembers the good ones.
 *
 * <p>Remembered by the hash of the leaf and the role, until the first certificate of the way to the
 * anchor expires; at most {@link #REMEMBERED}, the least used goes first. Other anchors are another
 * verifier, so that nothing outlives them. Refusals are not remembered. Any thread.
 */
public final class PeerVerifier implements TlsVerifier {
  static final int REMEMBERED = 1024;

  private final TrustAnchors anchors;
  private final InstantSource clock;
  private final LinkedHashMap<Key, ChainSearch.Found> known = new LinkedHashMap<>(16, 0.75f, true);

  private record Key(ByteBuffer leafHash, Role role) {}

  public PeerVerifier(TrustAnchors anchors, InstantSource clock) {
    this.anchors = anchors;
    this.clock = clock;
  }

  @Override
  public TlsPeer verify(byte[][] chain, Role role) throws CertificateException {
    if (chain.length == 0) {
      throw new CertificateException("the peer sent no certificate");
    }
    var now = clock.instant();
    var key = new Key(ByteBuffer.wrap(sha256(chain[0])), role);
    synchronized (known) {
      var found = known.get(key);
      if (found != null && now.isBefore(found.until())) {
        return found.peer();
      }
    }
    var found = ChainSearch.verify(anchors, chain, role, now);
    synchronized (known) {
      known.put(key, found);
      if (known.size() > REMEMBERED) {
        known.pollFirstEntry();
      }
    }
    return found.peer();
  }

  @Override
  public X509Certificate[] anchors() {
    return anchors.certificates().toArray(X509Certificate[]::new);
  }

  private static byte[] sha256(byte[] der) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(der);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
