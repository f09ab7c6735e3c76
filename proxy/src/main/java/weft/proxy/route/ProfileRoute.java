package weft.proxy.route;

import java.time.Duration;
import java.util.Map;

/**
 * What a route of a profile asks for. Source: docs/spec/outbound.md 11.3, 16, 17.
 *
 * @param labels of its metrics, without prefix
 * @param classes decide what is a failure
 * @param isRetryable failures are tried again, as far as the profile's budget allows
 * @param timeout of all tries together, until the response's head; zero for none
 */
public record ProfileRoute(
    Map<String, String> labels, ResponseClasses classes, boolean isRetryable, Duration timeout) {
  /** Of requests that no route of the profile is for. */
  public static final ProfileRoute DEFAULT =
      new ProfileRoute(Map.of(), ResponseClasses.NONE, false, Duration.ZERO);

  /** Copies the labels. */
  public ProfileRoute {
    labels = Map.copyOf(labels);
  }
}
