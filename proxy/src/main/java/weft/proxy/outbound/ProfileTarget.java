package weft.proxy.outbound;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.ProfileRetry;
import weft.proxy.http.RouteTimeout;
import weft.proxy.route.Distribution;
import weft.proxy.route.ProfileRoute;
import weft.proxy.stack.RetryBudget;
import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;

/**
 * A matched route of a profile, as its layers see it.
 *
 * @param service name and port of the profile
 * @param targets where its requests go
 * @param budget of all routes of the profile together
 * @param backends that it may use
 */
record ProfileTarget(
    String service,
    ProfileRoute route,
    Distribution targets,
    @Nullable RetryBudget budget,
    Router.Backends backends)
    implements RouteTimeout.Facts, ProfileRetry.Facts {
  Labels labels() {
    return LabelSets.OUTBOUND.and("dst", service).and(LabelSets.prefixed("rt_", route.labels()));
  }

  @Override
  public Duration timeout() {
    return route.timeout();
  }

  @Override
  public boolean isRetryable() {
    return route.isRetryable();
  }
}
