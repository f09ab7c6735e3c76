package weft.proxy.http;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Changes heads on their way, or ends an exchange before it goes on.
 *
 * <p>Keeps nothing of a head. Source: docs/spec/outbound.md 13.
 */
public interface HeadFilter {
  /** Changes a request's head; why the exchange ends here, or null. */
  default @Nullable Reset request(RequestHead head, RandomGenerator random) {
    return null;
  }

  /** Changes a response's head. */
  default void response(ResponseHead head) {}
}
