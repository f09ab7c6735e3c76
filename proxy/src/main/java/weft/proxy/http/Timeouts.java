package weft.proxy.http;

import java.time.Duration;

/**
 * The limits that a route sets for its requests; zero is no limit. Source: docs/spec/outbound.md
 * 14.1, 15.
 *
 * @param request the whole exchange with all tries
 * @param response the whole response of a try
 * @param idle without a frame in either direction
 */
public record Timeouts(Duration request, Duration response, Duration idle) {
  public static final Timeouts NONE = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
