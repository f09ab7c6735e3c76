package weft.proxy.http;

/**
 * Told of every exchange that failed inside the proxy before its response began: counters, and the
 * list of last refusals.
 *
 * <p>On the exchange's loop. Source: docs/spec/outbound.md 10.4.
 */
@FunctionalInterface
public interface Failures {
  /** Tells nobody. */
  Failures NONE = (client, why) -> {};

  /** {@link Reset#label} is what error counters tell apart. */
  void failed(Client client, Reset why);
}
