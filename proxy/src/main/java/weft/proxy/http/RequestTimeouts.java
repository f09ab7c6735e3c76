package weft.proxy.http;

import java.time.Duration;

/**
 * The limits of one request, as its route sets them; zero is no limit. Source:
 * docs/spec/outbound.md 15.
 *
 * @param since when the request came, monotonic
 * @param request the whole exchange, from {@code since}
 * @param headers the wait for the response's head, from the end of the request; of each try
 * @param response the whole response, from the end of the request or the head, what is first
 * @param idle without a frame in either direction
 */
public record RequestTimeouts(
    long since, Duration request, Duration headers, Duration response, Duration idle) {}
