package weft.proxy.outbound;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Accrual;
import weft.proxy.balance.Balancer;
import weft.proxy.balance.BalancerEvents;
import weft.proxy.balance.CircuitBreaker;
import weft.proxy.balance.Endpoint;
import weft.proxy.balance.Pool;
import weft.proxy.balance.PoolEvents;
import weft.proxy.balance.Update;
import weft.proxy.detect.TransportHeader.Session;
import weft.proxy.discover.Resolved;
import weft.proxy.discover.Subscription;
import weft.proxy.grpc.Status;
import weft.proxy.h1.H1Pool;
import weft.proxy.h2.H2Endpoint;
import weft.proxy.h2.H2Shared;
import weft.proxy.http.Caller;
import weft.proxy.http.CountExchanges;
import weft.proxy.http.ErrorContext;
import weft.proxy.http.Exchange;
import weft.proxy.http.FailFastQueue;
import weft.proxy.http.HttpService;
import weft.proxy.http.OrigProtoUpgrade;
import weft.proxy.http.OverrideAuthority;
import weft.proxy.http.ProxyErrorHeaders;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.RequestHead;
import weft.proxy.http.RequireIdentity;
import weft.proxy.http.Rescue;
import weft.proxy.http.StreamTimeouts;
import weft.proxy.route.Backend.Dispatch;
import weft.proxy.stack.LineEvents;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Stack;
import weft.proxy.transport.Connector;
import weft.proxy.transport.CountConnections;
import weft.proxy.transport.Dialer;
import weft.proxy.transport.Loop;

/**
 * From a plan to a connection: balancing over endpoints, and what stands before each of them.
 *
 * <p>Each method reads down as the way of a request. Source: docs/spec/outbound.md 19 to 24.
 */
final class EndpointStack {
  private final Parts parts;
  private final LoopParts on;
  private final H2Shared h2;
  private final Stack.Assembled<Endpoint, HttpService> http1;
  private final Stack.Assembled<Endpoint, HttpService> http2;

  EndpointStack(Parts parts, LoopParts on) {
    this.parts = parts;
    this.on = on;
    this.h2 = on.h2().tellingTo(parts.failures()::serverFault);
    this.http1 = endpoint("outbound http/1 endpoint", false);
    this.http2 = endpoint("outbound http/2 endpoint", true);
  }

  Loop loop() {
    return on.loop();
  }

  /** From a backend to a connection. */
  List<Stack.Listing> listings() {
    return List.of(
        balanced(false, null).listing(),
        guarded(null, http1).listing(),
        http1.listing(),
        http2.listing());
  }

  /** What stands for a backend; ready while it would take a request at once, or let it wait. */
  HttpService backend(BackendCache.Key key, boolean overHttp2) {
    return switch (key.backend().dispatch()) {
      case Dispatch.Fail(var why) ->
          new Refuse(new Refusal(Refusal.Kind.NO_DISPATCHER, why).reset());
      case Dispatch.Forward forward -> balanced(overHttp2, null).build(key);
      case Dispatch.Balance balance -> balanced(overHttp2, events(key)).build(key);
    };
  }

  private Stack.Assembled<BackendCache.Key, HttpService> balanced(
      boolean overHttp2, @Nullable BalancerEvents events) {
    var queue = parts.config().outbound().httpQueue();
    return Stack.<BackendCache.Key, HttpService>named("outbound http concrete")
        .layer(
            new ErrorContext<BackendCache.Key>(key -> key.backend().meta().toString()),
            "names the backend where no route does")
        .layer(
            new FailFastQueue<BackendCache.Key>(
                queue.capacity(),
                queue.failFast(),
                on.loop(),
                key -> events == null ? LineEvents.NONE : events),
            "requests wait while no endpoint is ready, for a limited time")
        .over(key -> dispatched(key, overHttp2 ? http2 : http1, events));
  }

  private BalancerEvents events(BackendCache.Key key) {
    var labels = key.parent().parentLabels().and(key.backend().meta().backendLabels());
    var timeout = parts.config().outbound().httpQueue().failFast();
    return parts.balancer(parts.metrics().httpBalancer, labels, timeout);
  }

  private HttpService dispatched(
      BackendCache.Key key,
      Stack.Assembled<Endpoint, HttpService> endpoints,
      @Nullable BalancerEvents events) {
    return switch (key.backend().dispatch()) {
      case Dispatch.Forward(var endpoint) -> endpoints.build(endpoint);
      case Dispatch.Balance(var path, var law) -> {
        var pool =
            new Pool<HttpService>(
                guarded(key.accrual(), endpoints),
                law,
                on.loop(),
                on.random(),
                events == null ? PoolEvents.NONE : events,
                parts.config().limits().endpoints());
        var balancer = new Balancer(pool, on.loop(), parts.clock());
        var watch = parts.discovery().endpoints(path, on.loop(), new Feeding(pool, balancer));
        yield new Fed(balancer, watch);
      }
      case Dispatch.Fail fail -> throw new IllegalArgumentException("leads nowhere: " + fail);
    };
  }

  private Stack.Assembled<Endpoint, HttpService> guarded(
      @Nullable Accrual accrual, Stack.Assembled<Endpoint, HttpService> endpoints) {
    return Stack.<Endpoint, HttpService>named("outbound http balanced endpoint")
        .layer(
            new CircuitBreaker(accrual, on.loop(), on.random()),
            "below the choice, which must know; above all that may fail the endpoint's requests")
        .over(endpoints);
  }

  private Stack.Assembled<Endpoint, HttpService> endpoint(String name, boolean overHttp2) {
    var labels = new EndpointLabels(parts.requests());
    return Stack.<Endpoint, HttpService>named(name)
        .layer(new OverrideAuthority(), "a gateway is asked for the name it serves")
        .layer(
            new RequireIdentity(), "above the counters: a mismatch is not the endpoint's failure")
        .layer(
            new CountExchanges<Endpoint>(labels, on.loop()),
            "above rescue: a refused connection counts as 502")
        .layer(
            new Rescue(parts.informational()),
            "retries and breakers above meet responses, not I/O errors")
        .layer(
            new StreamTimeouts(on.loop()),
            "below the queue: waiting is fail-fast's matter; what is late here is not an answer")
        .layer(
            new ProxyErrorHeaders(), "what the peer's proxy tells is for us, not the application")
        .layer(new ErrorContext<Endpoint>(Endpoint::name), "says which endpoint failed")
        .over(e -> overHttp2 ? h2(e) : h1(e));
  }

  private HttpService h1(Endpoint endpoint) {
    var pool =
        new H1Pool(
            on.loop(),
            on.loop(),
            dialer(endpoint, Session.HTTP1),
            on.lines(),
            parts.limits(),
            parts.idle());
    return endpoint.hint() == Endpoint.Hint.HTTP_2
        ? new OrigProtoUpgrade(h2(endpoint), pool)
        : pool;
  }

  private HttpService h2(Endpoint endpoint) {
    return new H2Endpoint(
        on.loop(),
        dialer(endpoint, Session.HTTP2),
        parts.backoff(),
        on.random(),
        parts.clientOptions().withWrittenNames(endpoint.tls() != null),
        h2);
  }

  private Connector dialer(Endpoint endpoint, Session session) {
    var outbound = parts.config().outbound();
    var dialer =
        new Dialer(
            parts.loops(),
            MeshSecurity.address(endpoint),
            outbound.connectTimeout(),
            outbound.sockets(),
            MeshSecurity.of(endpoint, session, parts.tls()));
    return new CountConnections(dialer, EndpointTraffic.of(endpoint, parts));
  }

  /** Hands discovery's updates to a pool. */
  private record Feeding(Pool<HttpService> pool, Balancer balancer) implements Resolved {
    @Override
    public void update(Update update) {
      pool.apply(update);
    }

    @Override
    public void rejected(Status status) {
      balancer.fail(status.toString());
    }
  }

  /** A balancer whose watch ends with it. */
  private record Fed(Balancer balancer, Subscription watch) implements HttpService {
    @Override
    public Readiness readiness() {
      return balancer.readiness();
    }

    @Override
    public Exchange open(RequestHead head, Caller caller) {
      return balancer.open(head, caller);
    }

    @Override
    public void retire() {
      watch.cancel();
      balancer.retire();
    }
  }
}
