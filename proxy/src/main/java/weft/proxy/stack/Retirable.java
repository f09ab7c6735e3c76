package weft.proxy.stack;

/**
 * Something built for a target that may be taken out of use.
 *
 * <p>On its loop only.
 */
public interface Retirable {
  /**
   * Nothing new will be asked of it: what is under way completes, what waits is failed, and what is
   * idle below (connections, watches, timers) is let go. Idempotent. A layer passes it inward.
   */
  default void retire() {}
}
