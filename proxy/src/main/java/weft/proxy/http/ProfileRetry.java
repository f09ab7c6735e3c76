package weft.proxy.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Factory;
import weft.proxy.stack.Layer;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.RetryBudget;
import weft.proxy.stack.Timers;
import weft.proxy.telemetry.RetryableMetrics;

/**
 * Tries requests of a profile's route again while they fail and the profile's budget allows.
 *
 * <p>A failure is what the route's classifier calls one, or a connection that broke before the
 * response's head; our own refusals and timeouts are none. At once, as often as the budget allows.
 * Loop only. Source: docs/spec/outbound.md 16.2; contracts of the demo for broken connections.
 *
 * @param counters what a retryable target's retries are counted on
 */
public record ProfileRetry<T extends ProfileRetry.Facts>(
    Timers timers, Factory<? super T, RetryableMetrics.Target> counters)
    implements Layer<T, HttpService> {
  private static final int MOST_BYTES = 64 << 10;

  /** What the layer asks of a target. */
  public interface Facts {
    boolean isRetryable();

    /** Null for none: then failures are only counted. */
    @Nullable RetryBudget budget();
  }

  @Override
  public HttpService wrap(T target, HttpService inner) {
    if (!target.isRetryable()) {
      return inner;
    }
    RetryableMetrics.Target counts = counters.build(target);
    RetryBudget budget = target.budget();
    int kept = budget == null ? 0 : MOST_BYTES;
    return new Repeating(inner, counts, budget, kept);
  }

  private final class Repeating implements HttpService {
    private final HttpService inner;
    private final RetryableMetrics.Target counts;
    private final @Nullable RetryBudget budget;
    private final int kept;

    Repeating(
        HttpService inner, RetryableMetrics.Target counts, @Nullable RetryBudget budget, int kept) {
      this.inner = inner;
      this.counts = counts;
      this.budget = budget;
      this.kept = kept;
    }

    @Override
    public Readiness readiness() {
      return inner.readiness();
    }

    @Override
    public Exchange open(RequestHead head, Caller caller) {
      return head.asksForTunnel() || PolicyRetry.isLonger(head, MOST_BYTES)
          ? inner.open(head, caller)
          : new ByBudget(this, caller, head).opened();
    }

    @Override
    public void retire() {
      inner.retire();
      counts.close();
    }
  }

  private final class ByBudget extends Retrying {
    private final Repeating route;
    private final Classifier classifier;
    private final boolean isGrpc;

    ByBudget(Repeating route, Caller caller, RequestHead head) {
      super(caller, route.inner, head, route.kept, timers);
      this.route = route;
      this.classifier = Classifier.of(head);
      this.isGrpc = GrpcContent.is(head.headers());
    }

    @Override
    boolean isUndecided(ResponseHead response) {
      String said = response.headers().value(HeaderName.GRPC_STATUS);
      return isGrpc && !classifier.isDecidedByHead(response.status(), said);
    }

    @Override
    boolean isFailure(ResponseHead response, @Nullable Headers trailers) {
      String inHead = response.headers().value(HeaderName.GRPC_STATUS);
      String late = trailers == null ? null : trailers.value(HeaderName.GRPC_STATUS);
      return classifier.classify(response.status(), inHead == null ? late : inHead).failure();
    }

    @Override
    boolean isFailure(Reset why) {
      return switch (why.root()) {
        case Reset.Io io -> true;
        case Reset.ConnectTimedOut late -> true;
        case Reset.Malformed bad -> true;
        case Reset.Remote remote -> true;
        default -> false;
      };
    }

    @Override
    @Nullable Skipped refused(HttpService service, int retries) {
      RetryBudget budget = route.budget;
      if (budget == null || !budget.withdraw(timers.nanoTime())) {
        return Skipped.NO_BUDGET;
      }
      route.counts.retryable();
      return null;
    }

    @Override
    void skipped(Skipped why) {
      route.counts.retryable();
      route.counts.skipped(why.label());
    }

    @Override
    void settled(boolean isResponse, int retries) {
      RetryBudget budget = route.budget;
      if (budget != null) {
        budget.deposit(timers.nanoTime());
      }
    }

    @Override
    Duration pause(int retries) {
      return Duration.ZERO;
    }
  }
}
