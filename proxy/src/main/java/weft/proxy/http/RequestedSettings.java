package weft.proxy.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.http.RetryPolicy.StatusRange;

/**
 * What a request asks for by its {@code l5d-} fields, in place of what its route says; null where
 * it asks for nothing that can be read. Source: docs/spec/outbound.md 14.1.
 */
record RequestedSettings(
    @Nullable List<StatusRange> statuses,
    @Nullable Integer grpcCodes,
    @Nullable Integer maxRetries,
    @Nullable Duration tryTimeout,
    @Nullable Duration request,
    @Nullable Duration response) {
  private static final Logger LOG = LoggerFactory.getLogger(RequestedSettings.class);
  private static final HeaderName RETRY_HTTP = HeaderName.of("l5d-retry-http");
  private static final HeaderName RETRY_GRPC = HeaderName.of("l5d-retry-grpc");
  private static final HeaderName RETRY_LIMIT = HeaderName.of("l5d-retry-limit");
  private static final HeaderName RETRY_TIMEOUT = HeaderName.of("l5d-retry-timeout");
  private static final HeaderName TIMEOUT = HeaderName.of("l5d-timeout");
  private static final HeaderName REQUEST_TIMEOUT = HeaderName.of("l5d-request-timeout");
  private static final HeaderName RESPONSE_TIMEOUT = HeaderName.of("l5d-response-timeout");
  private static final int LONGEST_NUMBER = 9;
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Takes the fields out of a request. */
  static RequestedSettings taken(Headers headers) {
    String http = take(headers, RETRY_HTTP);
    String grpc = take(headers, RETRY_GRPC);
    String limit = take(headers, RETRY_LIMIT);
    Duration tryTimeout = duration(take(headers, RETRY_TIMEOUT));
    Duration timeout = duration(take(headers, TIMEOUT));
    Duration requestTimeout = duration(take(headers, REQUEST_TIMEOUT));
    return new RequestedSettings(
        http == null ? null : statuses(http),
        grpc == null ? null : codes(grpc),
        limit == null ? null : number(limit),
        tryTimeout,
        requestTimeout == null ? timeout : requestTimeout,
        duration(take(headers, RESPONSE_TIMEOUT)));
  }

  private static @Nullable String take(Headers headers, HeaderName name) {
    String value = headers.value(name);
    headers.remove(name);
    return value;
  }

  Timeouts over(Timeouts route) {
    return new Timeouts(
        request == null ? route.request() : request,
        response == null ? route.response() : response,
        route.idle());
  }

  @Nullable RetryPolicy over(@Nullable RetryPolicy route) {
    if (statuses == null && grpcCodes == null && maxRetries == null && tryTimeout == null) {
      return route;
    }
    RetryPolicy policy = route == null ? RetryPolicy.ASKED : route;
    policy = statuses == null ? policy : policy.withStatuses(statuses);
    policy = grpcCodes == null ? policy : policy.withGrpcCodes(grpcCodes);
    policy = maxRetries == null ? policy : policy.withMaxRetries(maxRetries);
    return tryTimeout == null ? policy : policy.withTimeout(tryTimeout);
  }

  /** Parts that are none are left out; null if nothing is left. */
  private static @Nullable List<StatusRange> statuses(String text) {
    var ranges = new ArrayList<StatusRange>();
    for (String part : parts(text)) {
      StatusRange range = range(part);
      if (range != null) {
        ranges.add(range);
      }
    }
    if (ranges.isEmpty()) {
      ignored(RETRY_HTTP, text);
      return null;
    }
    return ranges;
  }

  private static @Nullable StatusRange range(String part) {
    return switch (part) {
      case "5xx" -> new StatusRange(500, 599);
      case "gateway-error" -> new StatusRange(502, 504);
      default -> numbers(part);
    };
  }

  private static @Nullable StatusRange numbers(String part) {
    int dash = part.indexOf('-');
    int first = status(dash < 0 ? part : part.substring(0, dash));
    int last = dash < 0 ? first : status(part.substring(dash + 1));
    return first < 0 || last < first ? null : new StatusRange(first, last);
  }

  private static int status(String text) {
    Integer number = number(text);
    return number != null && number >= 100 && number <= 599 ? number : -1;
  }

  private static @Nullable Integer codes(String text) {
    int codes = 0;
    for (String part : parts(text)) {
      codes |=
          switch (part) {
            case "cancelled" -> 1 << 1;
            case "deadline-exceeded" -> 1 << 4;
            case "resource-exhausted" -> 1 << 8;
            case "internal" -> 1 << 13;
            case "unavailable" -> 1 << 14;
            default -> 0;
          };
    }
    if (codes == 0) {
      ignored(RETRY_GRPC, text);
      return null;
    }
    return codes;
  }

  private static List<String> parts(String text) {
    var parts = new ArrayList<String>();
    int from = 0;
    for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', from)) {
      parts.add(text.substring(from, comma).toLowerCase(Locale.ROOT));
      from = comma + 1;
    }
    parts.add(text.substring(from).toLowerCase(Locale.ROOT));
    return parts;
  }

  private static @Nullable Integer number(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
      return null;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** A limit that runs out at once is one nanosecond: zero would be none. */
  private static @Nullable Duration duration(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    Integer number = number(text.substring(0, digits));
    Duration unit =
        switch (text.substring(digits)) {
          case "ms" -> Duration.ofMillis(1);
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          case "h" -> Duration.ofHours(1);
          case "d" -> Duration.ofDays(1);
          case "" -> number != null && number == 0 ? Duration.ZERO : null;
          default -> null;
        };
    if (number == null || unit == null) {
      ignored(TIMEOUT, text);
      return null;
    }
    Duration limit = unit.multipliedBy(number);
    if (limit.compareTo(LONGEST) > 0) {
      return LONGEST;
    }
    return limit.isZero() ? Duration.ofNanos(1) : limit;
  }

  private static void ignored(HeaderName name, String text) {
    LOG.debug("Ignoring a field of a request that cannot be read: {} {}", name, text);
  }
}
