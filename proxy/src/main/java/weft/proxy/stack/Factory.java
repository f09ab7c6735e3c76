package weft.proxy.stack;

/** Builds a service for a target, once. */
@FunctionalInterface
public interface Factory<T, S> {
  S build(T target);
}
