package weft.proxy.identity;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import weft.proxy.config.Id;
import weft.proxy.transport.TlsContexts;
import weft.proxy.transport.TlsKey;
import weft.proxy.transport.TlsMaterial;
import weft.proxy.transport.TlsPeer;
import weft.proxy.transport.TlsVerifier;

/**
 * Checks a new certificate as a peer would, and puts it into use. Whatever fails leaves the
 * previous one in use. An expired certificate stays in use: peers refuse it. One thread at a time.
 * Source: identity-tls.md 5.
 */
public final class Credentials {
  private final Id local;
  private final TlsVerifier verifier;
  private final TlsContexts contexts;

  /**
   * Installs into {@code contexts}.
   *
   * @param local must be among the names of every certificate
   */
  public Credentials(Id local, TlsVerifier verifier, TlsContexts contexts) {
    this.local = local;
    this.verifier = verifier;
    this.contexts = contexts;
  }

  /**
   * Takes a certificate into use for new connections.
   *
   * @throws CertificateException where peers would refuse it, or it is not ours
   * @throws SSLException where key and certificate do not belong together
   */
  public void install(byte[] leaf, List<byte[]> intermediates, TlsKey key)
      throws GeneralSecurityException, SSLException {
    var chain = new ArrayList<byte[]>(1 + intermediates.size());
    chain.add(leaf);
    chain.addAll(intermediates);
    TlsPeer self = verifier.verify(chain.toArray(byte[][]::new), TlsVerifier.Role.SERVER);
    if (!self.is(local)) {
      throw new CertificateException(
          "certificate does not match TLS identity: expected "
              + local
              + ", it names "
              + self.ids());
    }
    contexts.replace(TlsMaterial.of(chain, key));
  }
}
