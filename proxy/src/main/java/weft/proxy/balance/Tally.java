package weft.proxy.balance;

import org.jspecify.annotations.Nullable;
import weft.proxy.http.ResponseClass;

/**
 * Counts what became of one endpoint's requests, and says when it is too much.
 *
 * <p>Allocates nothing a response. On one loop only. Source: docs/spec/outbound.md 25.1, 25.2.
 */
interface Tally {
  /** Counts a response; what to log if the endpoint is taken out now, else null. */
  @Nullable String trips(ResponseClass response, long nowNanos);

  /** Whether an endpoint that was taken out is let in again for this response. */
  boolean heals(ResponseClass response);

  /** What to log when it is let in again. */
  String healed();

  /** Forgets all. */
  void clear();
}
