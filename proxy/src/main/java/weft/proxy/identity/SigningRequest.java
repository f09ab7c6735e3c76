package weft.proxy.identity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import weft.proxy.config.DnsName;
import weft.proxy.transport.TlsKey;

/**
 * A key and what the certificate authority signs: made in memory, written nowhere.
 *
 * <p>The key is sealed outside the heap; the objects that the JDK made it with cannot be
 * overwritten, and are gone with the next collection. A heap dump taken before that still has them,
 * so the process collects once before it is ready.
 */
public final class SigningRequest {
  private static final byte[] COMMON_NAME = Der.oid(2, 5, 4, 3);
  private static final byte[] EXTENSION_REQUEST = Der.oid(1, 2, 840, 113549, 1, 9, 14);
  private static final byte[] SUBJECT_ALT_NAME = Der.oid(2, 5, 29, 17);
  private static final byte[] ECDSA_WITH_SHA256 = Der.oid(1, 2, 840, 10045, 4, 3, 2);
  private static final int DNS_NAME = Der.CONTEXT | 2;

  private final TlsKey key;
  private final byte[] csr;

  SigningRequest(TlsKey key, byte[] csr) {
    this.key = key;
    this.csr = csr;
  }

  public TlsKey key() {
    return key;
  }

  /** PKCS#10, DER; a copy. */
  public byte[] csr() {
    return csr.clone();
  }

  /** A new P-256 key, and a request for exactly one name: as common name and as DNS name. */
  public static SigningRequest generate(DnsName name, SecureRandom random)
      throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    var pair = generator.generateKeyPair();
    byte[] csr = csr(pair, name.withoutDot().text(), random);
    return new SigningRequest(TlsKey.seal(ByteBuffer.wrap(pair.getPrivate().getEncoded())), csr);
  }

  /** RFC 2986, 4. */
  private static byte[] csr(KeyPair pair, String name, SecureRandom random)
      throws GeneralSecurityException {
    byte[] info =
        Der.sequence(
            Der.value(Der.INTEGER, new byte[1]),
            subject(name),
            pair.getPublic().getEncoded(),
            Der.value(Der.CONTEXT | Der.CONSTRUCTED, attribute(name)));
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate(), random);
    signature.update(info);
    return Der.sequence(info, Der.sequence(ECDSA_WITH_SHA256), Der.bits(signature.sign()));
  }

  private static byte[] subject(String name) {
    var commonName = Der.sequence(COMMON_NAME, Der.text(Der.UTF8_STRING, name));
    return Der.sequence(Der.value(Der.SET, commonName));
  }

  private static byte[] attribute(String name) {
    byte[] names = Der.sequence(Der.text(DNS_NAME, name));
    byte[] extension = Der.sequence(SUBJECT_ALT_NAME, Der.value(Der.OCTET_STRING, names));
    return Der.sequence(EXTENSION_REQUEST, Der.value(Der.SET, Der.sequence(extension)));
  }
}
