package weft.proxy.identity;

import java.time.Instant;

/** What the metrics of identity-tls.md 12 count. Called on the thread that certifies. */
public interface IdentityEvents {
  /** A certificate was taken into use. */
  void refreshed(Instant at, Instant expiry);

  /** A certificate was issued that cannot be used; failed calls are not counted. */
  void refused();
}
