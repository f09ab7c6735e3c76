package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLCredential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * What this proxy presents: its certificate, the ones above it, and the key, as the TLS library
 * keeps them. Does not own the {@link TlsKey}, which outlives renewals. Any thread.
 */
public final class TlsMaterial {
  private final long credential;

  private TlsMaterial(long credential) {
    this.credential = credential;
  }

  /**
   * Puts chain and key together.
   *
   * @param chain DER, leaf first
   * @throws SSLException where the key cannot be read or is not the leaf's
   */
  public static TlsMaterial of(List<byte[]> chain, TlsKey key) throws SSLException {
    TlsNatives.require();
    ByteBuf certificates = pem(chain);
    try {
      return new TlsMaterial(credential(certificates, key.pem()));
    } catch (Exception e) { // the natives throw Exception itself
      throw new SSLException("key and certificate do not belong together: " + e.getMessage(), e);
    } finally {
      certificates.release();
    }
  }

  /** Gives the memory back; contexts that were built keep their own. Once. */
  public void release() {
    try {
      SSLCredential.free(credential);
    } catch (Exception e) { // declared by the natives, which do not throw here
      throw new IllegalStateException(e);
    }
  }

  /** The library's pointer; stays ours. */
  long credential() {
    return credential;
  }

  /** These certificates as PEM in direct memory; the caller owns it. */
  static ByteBuf pem(List<byte[]> certificates) {
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    var pem = new StringBuilder();
    for (byte[] der : certificates) {
      pem.append("-----BEGIN CERTIFICATE-----\n");
      pem.append(encoder.encodeToString(der)).append("\n-----END CERTIFICATE-----\n");
    }
    byte[] text = pem.toString().getBytes(StandardCharsets.US_ASCII);
    return Unpooled.directBuffer(text.length, text.length).writeBytes(text);
  }

  /** A reader of {@code pem} for the library; the caller frees it. */
  static long bio(ByteBuf pem) throws Exception {
    long bio = SSL.newMemBIO();
    SSL.bioWrite(bio, NativeTls.address(pem) + pem.readerIndex(), pem.readableBytes());
    return bio;
  }

  /** The library compares the public key of the leaf with that of the private key. */
  private static long credential(ByteBuf certificates, ByteBuf key) throws Exception {
    long parsedChain = 0;
    long parsedKey = 0;
    long credential = SSLCredential.newX509();
    boolean good = false;
    try {
      parsedChain = parseChain(certificates);
      parsedKey = parseKey(key);
      SSLCredential.setCertChain(credential, parsedChain);
      SSLCredential.setPrivateKey(credential, parsedKey);
      good = true;
      return credential;
    } finally {
      free(parsedChain, parsedKey);
      if (!good) {
        SSLCredential.free(credential);
      }
      SSL.clearError();
    }
  }

  private static long parseChain(ByteBuf certificates) throws Exception {
    long bio = bio(certificates);
    try {
      return SSL.parseX509Chain(bio);
    } finally {
      SSL.freeBIO(bio);
    }
  }

  private static long parseKey(ByteBuf key) throws Exception {
    long bio = bio(key);
    try {
      return SSL.parsePrivateKey(bio, null);
    } finally {
      SSL.freeBIO(bio);
    }
  }

  private static void free(long chain, long key) {
    if (chain != 0) {
      SSL.freeX509Chain(chain);
    }
    if (key != 0) {
      SSL.freePrivateKey(key);
    }
  }
}
