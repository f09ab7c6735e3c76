package weft.proxy.http;

import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Layer;

/**
 * Says how the requests of a route tell failures, for all that stands below. Loop only. Source:
 * docs/spec/outbound.md 16.1.
 *
 * @param classifiers of a target; null leaves it to the request's content
 */
public record Classify<T>(Classifiers<? super T> classifiers) implements Layer<T, HttpService> {
  /** Finds the classifier of a target. */
  @FunctionalInterface
  public interface Classifiers<T> {
    @Nullable Classifier of(T target);
  }

  @Override
  public HttpService wrap(T target, HttpService inner) {
    Classifier classifier = classifiers.of(target);
    if (classifier == null) {
      return inner;
    }
    return inner.with(
        (head, caller) -> {
          head.classifier(classifier);
          return inner.open(head, caller);
        });
  }
}
