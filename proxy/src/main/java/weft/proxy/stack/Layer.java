package weft.proxy.stack;

/**
 * Wraps a service in one concern.
 *
 * <p>Called once per target, when its service is built. A layer asks the target for facts through
 * small interfaces ({@code Has...}) and knows no target class; one that has nothing to do for a
 * target returns {@code inner} itself, so that it costs nothing per request.
 *
 * @param <T> the facts it needs
 * @param <S> the service
 */
@FunctionalInterface
public interface Layer<T, S> {
  S wrap(T target, S inner);

  /** How the layer is called in listings of the stack. */
  default String name() {
    return getClass().getSimpleName();
  }
}
