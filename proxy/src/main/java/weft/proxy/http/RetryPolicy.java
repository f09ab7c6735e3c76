package weft.proxy.http;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.ExponentialBackoff;

/**
 * Which tries of a request are repeated, how often, and when. Immutable. Source:
 * docs/spec/outbound.md 14.
 *
 * @param statuses of HTTP that are repeated
 * @param grpcCodes of gRPC that are repeated, a bit each; 0 for none
 * @param maxRetries after the first try
 * @param maxRequestBytes the longest body that is kept to be sent again
 * @param timeout of each try but the last, until its response's head; zero for none
 * @param backoff null to repeat at once
 */
public record RetryPolicy(
    List<StatusRange> statuses,
    int grpcCodes,
    int maxRetries,
    int maxRequestBytes,
    Duration timeout,
    @Nullable ExponentialBackoff backoff) {
  /** What a request asks for by its fields where its route has no policy: with one retry. */
  public static final RetryPolicy ASKED =
      new RetryPolicy(
          List.of(),
          0,
          1,
          64 << 10,
          Duration.ZERO,
          new ExponentialBackoff(Duration.ofMillis(25), Duration.ofMillis(250), 1));

  /** From {@code first} to {@code last}, both included. */
  public record StatusRange(int first, int last) {}

  /** Copies the list. */
  public RetryPolicy {
    statuses = List.copyOf(statuses);
  }

  boolean repeatsStatus(int status) {
    for (int i = 0; i < statuses.size(); i++) {
      StatusRange range = statuses.get(i);
      if (status >= range.first() && status <= range.last()) {
        return true;
      }
    }
    return false;
  }

  boolean repeatsGrpc(@Nullable String grpcStatus) {
    return grpcStatus != null && (grpcCodes & 1 << GrpcCode.of(grpcStatus)) != 0;
  }

  RetryPolicy withStatuses(List<StatusRange> asked) {
    return new RetryPolicy(asked, grpcCodes, maxRetries, maxRequestBytes, timeout, backoff);
  }

  RetryPolicy withGrpcCodes(int asked) {
    return new RetryPolicy(statuses, asked, maxRetries, maxRequestBytes, timeout, backoff);
  }

  RetryPolicy withMaxRetries(int asked) {
    return new RetryPolicy(statuses, grpcCodes, asked, maxRequestBytes, timeout, backoff);
  }

  RetryPolicy withTimeout(Duration asked) {
    return new RetryPolicy(statuses, grpcCodes, maxRetries, maxRequestBytes, asked, backoff);
  }
}
