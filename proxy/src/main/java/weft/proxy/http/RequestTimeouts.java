package weft.proxy.http;

import java.time.Duration;

/**
 * The limits of one try of a request, as its route sets them; zero is no limit. Source:
 * docs/spec/outbound.md 15.
 *
 * @param headers the wait for the response's head, from the end of the request
 * @param response the whole response, from the end of the request or the head, what is first
 * @param idle without a frame in either direction
 */
public record RequestTimeouts(Duration headers, Duration response, Duration idle) {
  RequestTimeouts withHeaders(Duration limit) {
    return new RequestTimeouts(limit, response, idle);
  }
}
