package weft.proxy.stack;

import java.util.ArrayList;
import java.util.List;

/**
 * Assembles layers over a factory, and remembers what stands where and why.
 *
 * <p>Reads top to bottom as the way of a request: the first layer is the outermost. Immutable; each
 * call gives a longer stack.
 *
 * @param <T> what services are built for
 * @param <S> the service
 */
public final class Stack<T, S> {
  private final String name;
  private final List<Placed<T, S>> layers;

  private Stack(String name, List<Placed<T, S>> layers) {
    this.name = name;
    this.layers = layers;
  }

  /** An empty stack; {@code name} heads its listing. */
  public static <T, S> Stack<T, S> named(String name) {
    return new Stack<>(name, List.of());
  }

  /**
   * Adds {@code layer} inside those so far, because of {@code reason}, which the listing prints.
   */
  public Stack<T, S> layer(Layer<? super T, S> layer, String reason) {
    var more = new ArrayList<>(layers);
    more.add(new Placed<>(layer, reason));
    return new Stack<>(name, List.copyOf(more));
  }

  /** Closes the stack over what answers in the end. */
  public Assembled<T, S> over(Factory<? super T, S> innermost) {
    return new Assembled<>(describe(), target -> build(target, innermost.build(target)));
  }

  private S build(T target, S innermost) {
    S service = innermost;
    for (int i = layers.size() - 1; i >= 0; i--) {
      service = layers.get(i).layer().wrap(target, service);
    }
    return service;
  }

  private Listing describe() {
    return new Listing(
        name, layers.stream().map(l -> new Line(l.layer().name(), l.reason())).toList());
  }

  private record Placed<T, S>(Layer<? super T, S> layer, String reason) {}

  /** One layer of a listing. */
  public record Line(String layer, String reason) {}

  /** What stands where and why, outermost first. */
  public record Listing(String stack, List<Line> layers) {}

  /** A factory that knows how it was assembled. */
  public record Assembled<T, S>(Listing listing, Factory<T, S> factory) implements Factory<T, S> {
    @Override
    public S build(T target) {
      return factory.build(target);
    }
  }
}
