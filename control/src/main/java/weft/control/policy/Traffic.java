package weft.control.policy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.api.httproute.Timeouts;
import weft.api.outbound.ExponentialBackoff;
import weft.api.outbound.FailureAccrual;
import weft.api.outbound.GrpcRoute;
import weft.api.outbound.HttpRoute;
import weft.control.mesh.ParentTraffic.Accrual;
import weft.control.mesh.ParentTraffic.Backoff;
import weft.control.mesh.Retry;
import weft.control.mesh.Route;
import weft.control.mesh.RouteTraffic;
import weft.control.wire.Spans;

/** Timeouts, retries and failure accrual as messages (control-plane.md 9.5). Pure. */
final class Traffic {
  private static final int RETRIES = 1;
  private static final int MOST_REPLAYED = 65_536;
  private static final ExponentialBackoff RETRY_BACKOFF =
      ExponentialBackoff.newBuilder()
          .setMinBackoff(Spans.millis(25))
          .setMaxBackoff(Spans.millis(250))
          .setJitterRatio(1)
          .build();

  private Traffic() {}

  /** A rule's: those of the route's annotations, else the rule's, else the parent's. */
  static Optional<Timeouts> timeouts(Route route, Route.Rule rule, RouteTraffic parent) {
    var own = route.own().timeouts();
    var merged =
        own.request() == null
            ? new weft.control.mesh.Timeouts(rule.timeout(), own.response(), own.idle())
            : own;
    return timeouts(merged.isEmpty() ? parent.timeouts() : merged);
  }

  static Optional<Timeouts> timeouts(weft.control.mesh.Timeouts timeouts) {
    if (timeouts.isEmpty()) {
      return Optional.empty();
    }
    var message = Timeouts.newBuilder();
    ifSet(timeouts.request()).ifPresent(message::setRequest);
    ifSet(timeouts.response()).ifPresent(message::setResponse);
    ifSet(timeouts.idle()).ifPresent(message::setIdle);
    return Optional.of(message.build());
  }

  /** One kind of retry as a whole: the route's where it says anything, else the parent's. */
  static <C> Retry<C> effective(Retry<C> route, Retry<C> parent) {
    return route.isEmpty() ? parent : route;
  }

  static Optional<HttpRoute.Retry> http(Retry<HttpRoute.Retry.Conditions> retry) {
    if (retry.isEmpty()) {
      return Optional.empty();
    }
    var message =
        HttpRoute.Retry.newBuilder()
            .setMaxRetries(retry.limit() == null ? RETRIES : retry.limit())
            .setMaxRequestBytes(MOST_REPLAYED)
            .setBackoff(RETRY_BACKOFF);
    Optional.ofNullable(retry.conditions()).ifPresent(message::setConditions);
    ifSet(retry.timeout()).ifPresent(message::setTimeout);
    return Optional.of(message.build());
  }

  static Optional<GrpcRoute.Retry> grpc(Retry<GrpcRoute.Retry.Conditions> retry) {
    if (retry.isEmpty()) {
      return Optional.empty();
    }
    var message =
        GrpcRoute.Retry.newBuilder()
            .setMaxRetries(retry.limit() == null ? RETRIES : retry.limit())
            .setMaxRequestBytes(MOST_REPLAYED)
            .setBackoff(RETRY_BACKOFF);
    Optional.ofNullable(retry.conditions()).ifPresent(message::setConditions);
    ifSet(retry.timeout()).ifPresent(message::setTimeout);
    return Optional.of(message.build());
  }

  static FailureAccrual accrual(Accrual accrual) {
    return switch (accrual) {
      case Accrual.Consecutive(int most, var backoff) ->
          FailureAccrual.newBuilder()
              .setConsecutiveFailures(
                  FailureAccrual.ConsecutiveFailures.newBuilder()
                      .setMaxFailures(most)
                      .setBackoff(backoff(backoff)))
              .build();
      case Accrual.Unified unified ->
          FailureAccrual.newBuilder().setUnified(unified(unified)).build();
    };
  }

  private static FailureAccrual.Unified unified(Accrual.Unified unified) {
    return FailureAccrual.Unified.newBuilder()
        .setSuccessRateThreshold(unified.threshold())
        .setDecay(Spans.of(unified.window()))
        .setMinRequests(unified.minRequests())
        .setMaxConsecutiveFailures(unified.maxFailures())
        .setBackoff(backoff(unified.backoff()))
        .build();
  }

  private static ExponentialBackoff backoff(Backoff backoff) {
    return ExponentialBackoff.newBuilder()
        .setMinBackoff(Spans.of(backoff.min()))
        .setMaxBackoff(Spans.of(backoff.max()))
        .setJitterRatio(backoff.jitter())
        .setRespectRetryAfterHint(backoff.honorRetryAfter())
        .build();
  }

  private static Optional<com.google.protobuf.Duration> ifSet(java.time.@Nullable Duration span) {
    return Optional.ofNullable(span).map(Spans::of);
  }
}
