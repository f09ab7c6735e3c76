package weft.proxy.http;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Layer;
import weft.proxy.stack.Timers;
import weft.proxy.telemetry.RetryMetrics;

/**
 * Tries requests of a policy's route again, as {@link RequestHead#retry()} says.
 *
 * <p>A request without such a word, with a longer body than may be kept, or that asks for a tunnel,
 * passes through. What is refused below because nothing is ready is not tried again; what failed
 * fast, had no head in time, or was refused by the peer as a stream, is. Loop only. Source:
 * docs/spec/outbound.md 14.2 to 14.4.
 *
 * @param counters where a target's retries are counted; null where no request can be tried again
 */
public record PolicyRetry<T>(Timers timers, RandomGenerator random, Counters<? super T> counters)
    implements Layer<T, HttpService> {
  private static final int REFUSED_STREAM = 7;

  /** Finds where a target's retries are counted. */
  @FunctionalInterface
  public interface Counters<T> {
    @Nullable RetryCounters of(T target);
  }

  @Override
  public HttpService wrap(T target, HttpService inner) {
    RetryCounters counted = counters.of(target);
    return counted == null
        ? inner
        : inner.with((head, caller) -> open(counted, inner, head, caller));
  }

  private Exchange open(RetryCounters counted, HttpService inner, RequestHead head, Caller caller) {
    RetryPolicy policy = head.retry();
    if (policy == null || head.asksForTunnel() || isLonger(head, policy.maxRequestBytes())) {
      return inner.open(head, caller);
    }
    return new ByPolicy(policy, counted.of(head), caller, inner, head).opened();
  }

  static boolean isLonger(RequestHead head, int most) {
    Header length = head.headers().first(HeaderName.CONTENT_LENGTH);
    if (length == null) {
      return false;
    }
    long bytes = 0;
    for (byte digit : length.value()) {
      bytes = bytes * 10 + digit - '0';
      if (bytes > most) {
        return true;
      }
    }
    return false;
  }

  private final class ByPolicy extends Retrying {
    private final RetryPolicy policy;
    private final RetryMetrics counts;

    ByPolicy(
        RetryPolicy policy,
        RetryMetrics counts,
        Caller caller,
        HttpService inner,
        RequestHead head) {
      super(caller, inner, head, policy.maxRequestBytes(), timers);
      this.policy = policy;
      this.counts = counts;
    }

    /** The last try may take all the time that is left of the whole. */
    @Override
    void prepare(RequestHead next, int retries) {
      RequestTimeouts limits = next.timeouts();
      if (retries >= policy.maxRetries() && limits != null) {
        next.timeouts(limits.withHeaders(Duration.ZERO));
      }
    }

    @Override
    boolean isUndecided(ResponseHead response) {
      return policy.grpcCodes() != 0
          && !policy.repeatsStatus(response.status())
          && !response.headers().contains(HeaderName.GRPC_STATUS);
    }

    @Override
    boolean isFailure(ResponseHead response, @Nullable Headers trailers) {
      String inHead = response.headers().value(HeaderName.GRPC_STATUS);
      String late = trailers == null ? null : trailers.value(HeaderName.GRPC_STATUS);
      return policy.repeatsStatus(response.status())
          || policy.repeatsGrpc(inHead == null ? late : inHead);
    }

    @Override
    boolean isFailure(Reset why) {
      return switch (why.root()) {
        case Reset.Refused(var refusal) -> refusal.kind() == Refusal.Kind.FAIL_FAST;
        case Reset.TimedOut(var which, var limit) -> which.endsWith(StreamTimeouts.HEADERS);
        case Reset.Remote(long code) -> code == REFUSED_STREAM;
        default -> false;
      };
    }

    @Override
    @Nullable Skipped refused(HttpService service, int retries) {
      if (retries >= policy.maxRetries()) {
        return Skipped.LIMIT;
      }
      if (!service.readiness().isReady()) {
        return Skipped.OVERFLOW;
      }
      counts.repeated().add();
      return null;
    }

    @Override
    void skipped(Skipped why) {
      counts.skipped(why.label());
    }

    @Override
    void settled(boolean isResponse, int retries) {
      if (isResponse && retries > 0) {
        counts.succeeded().add();
      }
    }

    @Override
    Duration pause(int retries) {
      var backoff = policy.backoff();
      return backoff == null ? Duration.ZERO : backoff.delay(retries, random);
    }
  }
}
