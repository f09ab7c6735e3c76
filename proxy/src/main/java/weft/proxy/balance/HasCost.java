package weft.proxy.balance;

/** Something to choose by what it costs. */
interface HasCost {
  /** In any unit that all candidates share. Reading may change the estimate, not what it means. */
  double cost(long nowNanos);
}
