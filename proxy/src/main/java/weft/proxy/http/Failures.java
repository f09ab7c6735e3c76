package weft.proxy.http;

/**
 * Told of every exchange that failed inside the proxy before its response began: for the log, the
 * error counters, and the list of last refusals.
 *
 * <p>On the exchange's loop. Source: docs/spec/outbound.md 10.2, 10.4.
 */
@FunctionalInterface
public interface Failures {
  /** Tells nobody. */
  Failures NONE = (client, request, path, why) -> {};

  /**
   * {@link Reset#label} is what error counters tell apart.
   *
   * @param request {@code gRPC}, or its version
   * @param path and query of the request
   */
  void failed(Client client, String request, Header path, Reset why);

  /** A failure that nobody foresaw became a 500, or trailers that say so. */
  default void unexpected(Client client, Reset why) {}
}
