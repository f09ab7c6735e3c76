package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.PemX509Certificate;
import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLCredential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * What this proxy presents: its certificate, the ones above it, and the key. Immutable; does not
 * own the key, which outlives renewals.
 */
public final class TlsMaterial {
  private final PemX509Certificate chain;
  private final TlsKey key;

  private TlsMaterial(PemX509Certificate chain, TlsKey key) {
    this.chain = chain;
    this.key = key;
  }

  /**
   * Puts chain and key together.
   *
   * @param chain DER, leaf first
   * @throws SSLException where the key cannot be read or is not the leaf's
   */
  public static TlsMaterial of(List<byte[]> chain, TlsKey key) throws SSLException {
    OpenSsl.ensureAvailability(); // loads the natives
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    var pem = new StringBuilder();
    for (byte[] der : chain) {
      pem.append("-----BEGIN CERTIFICATE-----\n");
      pem.append(encoder.encodeToString(der)).append("\n-----END CERTIFICATE-----\n");
    }
    byte[] text = pem.toString().getBytes(StandardCharsets.US_ASCII);
    ByteBuf direct = Unpooled.directBuffer(text.length, text.length).writeBytes(text);
    var material = new TlsMaterial(PemX509Certificate.valueOf(direct), key);
    try {
      material.check();
    } catch (Exception e) { // the natives throw Exception itself
      direct.release();
      throw new SSLException("key and certificate do not belong together: " + e.getMessage(), e);
    }
    return material;
  }

  /** Gives the memory of the chain back; contexts that were built keep their own. */
  public void release() {
    chain.release();
  }

  PemX509Certificate chain() {
    return chain;
  }

  TlsKey key() {
    return key;
  }

  /** The library compares the public key of the leaf with that of the private key. */
  private void check() throws Exception {
    long chainBio = 0;
    long keyBio = 0;
    long parsedChain = 0;
    long parsedKey = 0;
    long credential = SSLCredential.newX509();
    try {
      chainBio = bio(chain.content());
      keyBio = bio(key.pem().content());
      parsedChain = SSL.parseX509Chain(chainBio);
      parsedKey = SSL.parsePrivateKey(keyBio, null);
      SSLCredential.setCertChain(credential, parsedChain);
      SSLCredential.setPrivateKey(credential, parsedKey);
    } finally {
      free(chainBio, keyBio, parsedChain, parsedKey);
      SSLCredential.free(credential);
      SSL.clearError();
    }
  }

  private static long bio(ByteBuf direct) throws Exception {
    long bio = SSL.newMemBIO();
    var bytes = direct.nioBuffer();
    SSL.bioWrite(bio, Buffer.address(bytes) + bytes.position(), bytes.remaining());
    return bio;
  }

  private static void free(long chainBio, long keyBio, long chain, long key) {
    if (chainBio != 0) {
      SSL.freeBIO(chainBio);
    }
    if (keyBio != 0) {
      SSL.freeBIO(keyBio);
    }
    if (chain != 0) {
      SSL.freeX509Chain(chain);
    }
    if (key != 0) {
      SSL.freePrivateKey(key);
    }
  }
}
