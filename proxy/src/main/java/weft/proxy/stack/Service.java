package weft.proxy.stack;

/**
 * Something built for a target that takes work: requests or connections.
 *
 * <p>On its loop only.
 */
public interface Service {
  /** Would work go on at once? */
  Readiness readiness();

  /**
   * Nothing new will be asked of it: what is under way completes, what waits is failed, and what is
   * idle below (connections, watches, timers) is let go. Idempotent. A layer passes it inward.
   */
  default void retire() {}
}
