package weft.control.mesh;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is tried again, and how often.
 *
 * @param limit most retries; null where not said
 * @param timeout of one try; null for none
 * @param conditions which answers are tried again, in the form in which it is served; null where
 *     not said
 */
public record Retry<C>(
    @Nullable Integer limit, @Nullable Duration timeout, @Nullable C conditions) {

  static <C> Retry<C> none() {
    return new Retry<>(null, null, null);
  }

  public boolean isEmpty() {
    return limit == null && timeout == null && conditions == null;
  }
}
