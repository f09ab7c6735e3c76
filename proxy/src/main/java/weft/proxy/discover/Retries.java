package weft.proxy.discover;

import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import weft.api.outbound.GrpcRoute;
import weft.api.outbound.HttpRoute;
import weft.proxy.http.RetryPolicy;
import weft.proxy.http.RetryPolicy.StatusRange;
import weft.proxy.http.Timeouts;
import weft.proxy.stack.ExponentialBackoff;

/** Reads retries and timeouts of policies. Pure. Source: docs/spec/outbound.md 5.3. */
final class Retries {
  private static final int MOST = 0xffff;
  private static final int LAST_STATUS = 599;

  private Retries() {}

  static RetryPolicy http(HttpRoute.Retry message) throws Invalid {
    if (!message.hasConditions()) {
      throw new Invalid("invalid retry: missing conditions");
    }
    var statuses = new ArrayList<StatusRange>();
    for (var range : message.getConditions().getStatusRangesList()) {
      if (range.getStart() < 1
          || range.getStart() > range.getEnd()
          || range.getEnd() > LAST_STATUS) {
        throw new Invalid("invalid condition: " + range.getStart() + '-' + range.getEnd());
      }
      statuses.add(new StatusRange(range.getStart(), range.getEnd()));
    }
    if (message.getMaxRetries() < 0 || message.getMaxRetries() > MOST) {
      throw new Invalid("invalid max-retries: " + Integer.toUnsignedLong(message.getMaxRetries()));
    }
    return new RetryPolicy(
        statuses,
        0,
        message.getMaxRetries(),
        positive(message.getMaxRequestBytes()),
        Common.limit(message.hasTimeout(), message.getTimeout(), "retry timeout"),
        backoff(message.hasBackoff(), message.getBackoff()));
  }

  static RetryPolicy grpc(GrpcRoute.Retry message) throws Invalid {
    if (!message.hasConditions()) {
      throw new Invalid("invalid retry: missing conditions");
    }
    return new RetryPolicy(
        java.util.List.of(),
        codes(message.getConditions()),
        positive(message.getMaxRetries()),
        positive(message.getMaxRequestBytes()),
        Common.limit(message.hasTimeout(), message.getTimeout(), "retry timeout"),
        backoff(message.hasBackoff(), message.getBackoff()));
  }

  private static int codes(GrpcRoute.Retry.Conditions when) {
    return (when.getCancelled() ? 1 << 1 : 0)
        | (when.getDeadineExceeded() ? 1 << 4 : 0)
        | (when.getResourceExhausted() ? 1 << 8 : 0)
        | (when.getInternal() ? 1 << 13 : 0)
        | (when.getUnavailable() ? 1 << 14 : 0);
  }

  /** An unsigned number, cut to what an int holds. */
  private static int positive(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  private static @Nullable ExponentialBackoff backoff(
      boolean isPresent, weft.api.outbound.ExponentialBackoff message) throws Invalid {
    return isPresent ? Common.backoff(message) : null;
  }

  static Timeouts timeouts(
      boolean isPresent,
      weft.api.httproute.Timeouts message,
      boolean hasLegacy,
      com.google.protobuf.Duration legacy)
      throws Invalid {
    Duration old = Common.limit(hasLegacy, legacy, "request timeout");
    if (!isPresent) {
      return new Timeouts(old, Duration.ZERO, Duration.ZERO);
    }
    Duration request = Common.limit(message.hasRequest(), message.getRequest(), "request timeout");
    return new Timeouts(
        message.hasRequest() ? request : old,
        Common.limit(message.hasResponse(), message.getResponse(), "response timeout"),
        Common.limit(message.hasIdle(), message.getIdle(), "idle timeout"));
  }
}
