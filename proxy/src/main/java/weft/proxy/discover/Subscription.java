package weft.proxy.discover;

/** Something that is watched until it is cancelled. Any thread. */
@FunctionalInterface
public interface Subscription {
  /** Watches nothing. */
  Subscription NONE = () -> {};

  /** Nothing is told after a turn of the subscriber's loop. Idempotent. */
  void cancel();
}
