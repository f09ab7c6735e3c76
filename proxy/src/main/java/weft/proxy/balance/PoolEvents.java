package weft.proxy.balance;

/** What is counted about a pool. On the pool's loop. Source: docs/spec/outbound.md 20.7. */
public interface PoolEvents {
  /** Counts nothing. */
  PoolEvents NONE = new PoolEvents() {};

  /** What an update did. */
  enum Op {
    RESET,
    ADD,
    REMOVE
  }

  /** An update was applied; a reset only if it changed something. */
  default void updated(Op op) {}

  /** So many endpoints were left out, as there are too many. */
  default void leftOut(int endpoints) {}

  /** So many endpoints can take work now, and so many cannot. */
  default void endpoints(int ready, int pending) {}
}
