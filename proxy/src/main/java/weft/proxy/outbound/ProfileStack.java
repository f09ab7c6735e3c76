package weft.proxy.outbound;

import org.jspecify.annotations.Nullable;
import weft.proxy.http.Classify;
import weft.proxy.http.CountExchanges;
import weft.proxy.http.ExchangeMetrics;
import weft.proxy.http.HttpService;
import weft.proxy.http.LoadShed;
import weft.proxy.http.ProfileRetry;
import weft.proxy.http.RouteTimeout;
import weft.proxy.stack.RetryBudget;
import weft.proxy.stack.Stack;

/**
 * What the requests of a profile's routes meet.
 *
 * <p>Reads down as the way of a request. Loop only. Source: docs/spec/outbound.md 11.3.
 */
final class ProfileStack {
  private final Parts parts;
  private final LoopParts on;
  private final Stack.Assembled<ProfileTarget, HttpService> route;

  ProfileStack(Parts parts, LoopParts on) {
    this.parts = parts;
    this.on = on;
    this.route = route();
  }

  Stack.Listing listing() {
    return route.listing();
  }

  /** Routes by a profile, over backends of {@code cache}. */
  HttpService router(Plan.ByProfile plan, @Nullable RetryBudget budget, BackendCache cache) {
    var backends = new Router.Backends(cache, plan.meta(), null);
    backends.acquire(plan.targets());
    return new Router<>(
        plan.profile().routes(),
        found ->
            route.build(
                new ProfileTarget(plan.service(), found.asks(), plan.targets(), budget, backends)),
        backends);
  }

  private Stack.Assembled<ProfileTarget, HttpService> route() {
    var profiles = parts.profiles();
    return Stack.<ProfileTarget, HttpService>named("outbound http profile route")
        .layer(
            new Classify<ProfileTarget>(t -> t.route().classes()),
            "all below call failures what the route calls them")
        .layer(
            new CountExchanges<ProfileTarget>(
                t -> ExchangeMetrics.of(profiles.routes().target(t.labels())), on.loop()),
            "what the application sees, all tries in one")
        .layer(new RouteTimeout(on.loop()), "limits all tries together")
        .layer(
            new ProfileRetry<ProfileTarget>(on.loop(), t -> profiles.retries().target(t.labels())),
            "below the timeout, above what counts each try")
        .layer(
            new CountExchanges<ProfileTarget>(
                t -> ExchangeMetrics.of(profiles.tries().target(t.labels())), on.loop()),
            "each try")
        .layer(new LoadShed("no target of the profile is ready"), "what no target takes is refused")
        .over(
            t ->
                Router.distribute(
                    t.targets(), choice -> t.backends().service(choice.backend()), on.random()));
  }
}
