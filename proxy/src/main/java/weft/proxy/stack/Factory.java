package weft.proxy.stack;

/**
 * Builds a service for a target, once.
 *
 * <p>Called on the loop that will use the service, when a target is first met; may allocate, may
 * start connections. A target is a record; what is built from equal targets is interchangeable, so
 * that a cache may share it.
 *
 * @param <T> what a service is built for
 * @param <S> the service
 */
@FunctionalInterface
public interface Factory<T, S> {
  S build(T target);
}
