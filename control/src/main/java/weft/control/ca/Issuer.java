package weft.control.ca;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Who signs the workloads' certificates: a CA certificate, its parents towards the anchor, and its
 * key. Immutable; any thread. Source: control-plane.md 7.4.
 *
 * @param chain the issuer first; never empty
 */
public record Issuer(List<X509Certificate> chain, SigningKey key) {
  private static final int KEY_CERT_SIGN = 5;

  /**
   * Joins a chain and the key of its first certificate.
   *
   * @throws IllegalArgumentException if the key is not that of the certificate
   */
  public Issuer {
    chain = List.copyOf(chain);
    if (!key.open().equals(chain.getFirst().getPublicKey())) {
      throw new IllegalArgumentException("the issuer's key is not that of its certificate");
    }
  }

  /**
   * Reads an issuer that is fit to sign at {@code now}.
   *
   * @param certificate PEM: the issuer, then its parents if there are any
   * @throws BadKeyMaterial if it is no CA, not trusted, or the key does not belong to it
   */
  public static Issuer read(Path certificate, Path key, TrustRoots roots, Instant now)
      throws IOException, BadKeyMaterial {
    var chain = Pem.certificates(Files.readString(certificate), certificate.toString());
    var signing = SigningKey.read(key);
    if (!signing.open().equals(chain.getFirst().getPublicKey())) {
      throw new BadKeyMaterial(key + " is not the key of " + certificate);
    }
    requireAuthority(chain.getFirst(), certificate);
    roots.verify(chain, now);
    return new Issuer(chain, signing);
  }

  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** When the first certificate of the chain ends; nothing signed may outlive it. */
  public Instant notAfter() {
    return chain.stream()
        .map(c -> c.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  static void requireAuthority(X509Certificate certificate, Path file) throws BadKeyMaterial {
    var usage = certificate.getKeyUsage();
    if (certificate.getBasicConstraints() < 0 || (usage != null && !usage[KEY_CERT_SIGN])) {
      throw new BadKeyMaterial(file + " is no CA certificate");
    }
  }
}
