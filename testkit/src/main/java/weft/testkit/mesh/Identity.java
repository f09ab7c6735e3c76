package weft.testkit.mesh;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;

/** A key and the certificate for it, leaf first. */
public record Identity(KeyPair keys, List<X509Certificate> chain) {
  X509Certificate leaf() {
    return chain.getFirst();
  }
}
