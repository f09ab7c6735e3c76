package weft.proxy.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the token of a Certify call comes from; asked anew for each call. */
@FunctionalInterface
public interface TokenSource {
  /**
   * The token to send.
   *
   * @param expiry of the certificate in use; null without one
   * @throws IOException where there is none; the attempt fails
   */
  byte[] token(@Nullable Instant expiry, Instant now) throws IOException;

  /** A file that others rotate. Source: identity-tls.md 8.1. */
  static TokenSource file(Path file) {
    return (expiry, now) -> IdentityFiles.readSome(file);
  }

  /**
   * A join token: sent until there is a certificate, and again after that expired. In between the
   * certificate proves who asks, and the token stays at home. Source: contracts.md 5.
   */
  static TokenSource join(byte[] token) {
    byte[] kept = token.clone();
    return (expiry, now) -> expiry != null && now.isBefore(expiry) ? new byte[0] : kept.clone();
  }
}
