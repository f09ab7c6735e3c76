package weft.proxy.outbound;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.HeadFilter;
import weft.proxy.http.RequestSettings;
import weft.proxy.http.RetryPolicy;
import weft.proxy.http.Timeouts;
import weft.proxy.route.Distribution;
import weft.proxy.route.Filter;
import weft.proxy.route.Meta;
import weft.proxy.route.PolicyRoute;
import weft.proxy.route.Routing.Case;
import weft.proxy.telemetry.Labels;

/**
 * A matched route of a policy, as its layers see it.
 *
 * @param parent what the policy hangs on
 * @param isGrpc how it is counted
 * @param backends that it may use
 */
record PolicyTarget(Meta parent, boolean isGrpc, Case<PolicyRoute> found, Router.Backends backends)
    implements RequestSettings.Facts {
  /** One of its backends. */
  record Choice(PolicyTarget route, Distribution.Choice choice) {
    Meta meta() {
      return choice.backend().meta();
    }

    Labels labels() {
      return route.labels().and(meta().backendLabels());
    }

    List<HeadFilter> filters() {
      return route.bound(choice.filters());
    }
  }

  PolicyRoute route() {
    return found.asks();
  }

  Labels labels() {
    return parent.parentLabels().and(route().meta().routeLabels());
  }

  List<HeadFilter> filters() {
    return bound(route().filters());
  }

  private List<HeadFilter> bound(List<Filter> filters) {
    var bound = new ArrayList<HeadFilter>(filters.size());
    for (Filter filter : filters) {
      bound.add(filter.under(found.match()));
    }
    return bound;
  }

  @Override
  public Timeouts timeouts() {
    return route().timeouts();
  }

  @Override
  public @Nullable RetryPolicy retry() {
    return route().retry();
  }

  @Override
  public boolean isOverridable() {
    return route().isOverridable();
  }
}
