package weft.proxy.balance;

import weft.proxy.stack.Service;

/**
 * An endpoint in a pool: its service and what it costs.
 *
 * <p>On the pool's loop only.
 */
public final class Member<S extends Service> implements HasCost {
  private static final int NOT_READY = -1;

  private final Endpoint endpoint;
  private final S service;
  private final Load load;
  private int place = NOT_READY;
  private boolean removed;

  Member(Endpoint endpoint, S service, Load load) {
    this.endpoint = endpoint;
    this.service = service;
    this.load = load;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public S service() {
    return service;
  }

  /** A measurement begins: what is under way counts until {@link #complete}. */
  public void begin() {
    load.begin();
  }

  /** The measurement is complete, once for each {@link #begin}. */
  public void complete(long beganNanos, long nowNanos) {
    load.complete(nowNanos - beganNanos, nowNanos);
  }

  /** The same where the endpoint is to be avoided, as if it had taken at least so long. */
  public void punish(long nanos, long nowNanos) {
    load.punish(nanos, nowNanos);
  }

  /** Measurements that are not complete. */
  int pending() {
    return load.pending();
  }

  @Override
  public double cost(long nowNanos) {
    return load.cost(nowNanos);
  }

  boolean isListed() {
    return place != NOT_READY;
  }

  int place() {
    return place;
  }

  void place(int place) {
    this.place = place;
  }

  void unlist() {
    place = NOT_READY;
  }

  boolean isRemoved() {
    return removed;
  }

  /** Work under way completes; the service is let go. */
  void remove() {
    removed = true;
    service.retire();
  }

  /** Would take work now. */
  boolean isReady() {
    return !removed && service.readiness().isReady();
  }
}
