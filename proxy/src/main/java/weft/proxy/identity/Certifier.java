package weft.proxy.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the identity service for a certificate; behind it is {@code
 * io.linkerd.proxy.identity.Identity/Certify}, on a new connection each time. Source:
 * identity-tls.md 8.2.
 */
@FunctionalInterface
public interface Certifier {
  /** Told once how a call ended, on any thread. */
  interface Answer {
    /**
     * A certificate came.
     *
     * @param leaf DER, whatever the API's text says
     * @param intermediates DER, in order
     * @param validUntil null where the answer has none, or one that is no time
     */
    void certified(byte[] leaf, List<byte[]> intermediates, @Nullable Instant validUntil);

    void failed(Throwable why);
  }

  /**
   * Starts a call; never waits.
   *
   * @param identity the server name
   * @param token proves who asks; empty where the certificate in use does
   * @param csr DER
   */
  void certify(String identity, byte[] token, byte[] csr, Answer answer);
}
