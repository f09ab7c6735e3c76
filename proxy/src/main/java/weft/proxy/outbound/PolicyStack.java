package weft.proxy.outbound;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.discover.OutboundPolicy;
import weft.proxy.http.Classifier;
import weft.proxy.http.Classify;
import weft.proxy.http.CountStreams;
import weft.proxy.http.ErrorContext;
import weft.proxy.http.FilterHeads;
import weft.proxy.http.HttpService;
import weft.proxy.http.LoadShed;
import weft.proxy.http.PolicyRetry;
import weft.proxy.http.RequestSettings;
import weft.proxy.http.RetryCounters;
import weft.proxy.stack.Stack;
import weft.proxy.telemetry.OutboundMetrics;

/**
 * What the requests of a policy's routes meet.
 *
 * <p>Each method reads down as the way of a request. Loop only. Source: docs/spec/outbound.md 11.2.
 */
final class PolicyStack {
  private final Parts parts;
  private final LoopParts on;
  private final Stack.Assembled<PolicyTarget, HttpService> route;
  private final Stack.Assembled<PolicyTarget.Choice, HttpService> backend;

  PolicyStack(Parts parts, LoopParts on) {
    this.parts = parts;
    this.on = on;
    this.backend = backend();
    this.route = route();
  }

  List<Stack.Listing> listings() {
    return List.of(route.listing(), backend.listing());
  }

  /** Routes by a policy, over backends of {@code cache}. */
  HttpService router(OutboundPolicy policy, boolean isHttp2, BackendCache cache) {
    OutboundPolicy.Http http = policy.http(isHttp2);
    var backends = new Router.Backends(cache, policy.parent(), http.accrual());
    http.routes().all().forEach(found -> backends.acquire(found.asks().backends()));
    return new Router<>(
        http.routes(),
        found -> route.build(new PolicyTarget(policy.parent(), http.isGrpc(), found, backends)),
        backends);
  }

  private Stack.Assembled<PolicyTarget, HttpService> route() {
    boolean hostnames = parts.config().outbound().hostnameLabels();
    return Stack.<PolicyTarget, HttpService>named("outbound http policy route")
        .layer(
            new ErrorContext<PolicyTarget>(t -> "route " + t.route().meta()),
            "names the route in errors from below")
        .layer(
            new Classify<PolicyTarget>(PolicyStack::classifier),
            "a gRPC route tells failures by the status of gRPC alone")
        .layer(
            new CountStreams<PolicyTarget>(
                new RouteCounters(parts.metrics(), hostnames), on.loop()),
            "what the application sees: our own refusals, and all tries in one")
        .layer(
            new RequestSettings(on.loop()),
            "the limit of the whole goes on while a request waits or is tried again")
        .layer(
            new PolicyRetry<PolicyTarget>(
                on.loop(), on.random(), t -> retries(t, parts.metrics(), hostnames)),
            "above the filters: each try is filtered once, from the same start")
        .layer(
            new FilterHeads<PolicyTarget>(PolicyTarget::filters, on.random()),
            "what a filter answers asks no backend")
        .layer(new LoadShed("no backend of the route is ready"), "what no backend takes is refused")
        .over(
            t ->
                Router.distribute(
                    t.route().backends(),
                    choice -> backend.build(new PolicyTarget.Choice(t, choice)),
                    on.random()));
  }

  private Stack.Assembled<PolicyTarget.Choice, HttpService> backend() {
    return Stack.<PolicyTarget.Choice, HttpService>named("outbound http policy backend")
        .layer(
            new ErrorContext<PolicyTarget.Choice>(c -> "backend " + c.meta()),
            "names the backend in errors from below")
        .layer(
            new CountStreams<PolicyTarget.Choice>(new BackendCounters(parts.metrics()), on.loop()),
            "each try at the backend, also those that its queue refuses")
        .layer(
            new FilterHeads<PolicyTarget.Choice>(PolicyTarget.Choice::filters, on.random()),
            "once it is known which backend is asked")
        .over(c -> c.route().backends().service(c.choice().backend()));
  }

  private static @Nullable Classifier classifier(PolicyTarget target) {
    return target.isGrpc() ? Classifier.GRPC : null;
  }

  private static @Nullable RetryCounters retries(
      PolicyTarget target, OutboundMetrics metrics, boolean hostnames) {
    if (target.retry() == null && !target.isOverridable()) {
      return null;
    }
    var routes = target.isGrpc() ? metrics.grpc : metrics.http;
    return ByHost.of(hostnames, target.labels(), routes::retries)::of;
  }
}
