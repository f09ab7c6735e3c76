package weft.proxy.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.BalancerEvents;
import weft.proxy.balance.ConnectionBalancer;
import weft.proxy.balance.Endpoint;
import weft.proxy.balance.Pool;
import weft.proxy.balance.PoolEvents;
import weft.proxy.balance.Update;
import weft.proxy.detect.TransportHeader.Session;
import weft.proxy.discover.Resolved;
import weft.proxy.discover.Subscription;
import weft.proxy.grpc.Status;
import weft.proxy.http.Refusal;
import weft.proxy.route.Backend;
import weft.proxy.route.Backend.Dispatch;
import weft.proxy.route.Meta;
import weft.proxy.stack.LineEvents;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Service;
import weft.proxy.telemetry.Labels;
import weft.proxy.transport.Connector;
import weft.proxy.transport.CountConnections;
import weft.proxy.transport.Dialer;

/**
 * Where opaque connections to one target go: a balancer over its endpoints, as the plan says.
 *
 * <p>Loop only. Source: docs/spec/outbound.md 26.
 */
final class OpaqueRoute {
  private final Parts parts;
  private final LoopParts on;
  private final Target target;
  private final Subscription plans;
  private final List<Consumer<Plan>> waiting = new ArrayList<>();
  private @Nullable Plan plan;
  private Plan.@Nullable Bytes bytes;
  private @Nullable OpaqueCounters counters;
  private @Nullable ConnectionBalancer<Line> balancer;
  private Subscription endpoints = Subscription.NONE;

  /** What connects to one endpoint; always ready, as failing to connect is the connection's. */
  record Line(Connector connector) implements Service {
    @Override
    public Readiness readiness() {
      return Readiness.ALWAYS;
    }
  }

  OpaqueRoute(Target target, Parts parts, LoopParts on, Plans all) {
    this.parts = parts;
    this.on = on;
    this.target = target;
    this.plans = all.follow(target, this::changed);
  }

  /** Tells {@code listener} the plan once, as soon as there is one. */
  void whenKnown(Consumer<Plan> listener) {
    Plan known = plan;
    if (known == null) {
      waiting.add(listener);
    } else {
      listener.accept(known);
    }
  }

  /** As {@link #whenKnown}, or after a limited time a plan that says that it took too long. */
  void await(Consumer<Plan> listener) {
    whenKnown(listener);
    if (plan == null) {
      var _ = on.loop().after(AuthorityRouter.DISCOVERY, () -> giveUp(listener));
    }
  }

  private void giveUp(Consumer<Plan> listener) {
    if (waiting.remove(listener)) {
      long limit = AuthorityRouter.DISCOVERY.toSeconds();
      String text = "discovery of " + target + " took longer than " + limit + "s";
      listener.accept(Plan.refused(Refusal.Kind.DISCOVERY_TIMEOUT, text));
    }
  }

  /** Why it leads nowhere, as far as is known now. */
  @Nullable Refusal refusal() {
    return plan == null ? null : plan.refusal();
  }

  /** Why bytes that are not HTTP go nowhere, as far as is known now. */
  @Nullable Refusal refusalOfBytes() {
    return bytes == null ? null : bytes.refusal();
  }

  /** What counts connections, once the plan is known and no refusal. */
  @Nullable OpaqueCounters counters() {
    return counters;
  }

  /** For connections, once the plan is known and no refusal. */
  @Nullable ConnectionBalancer<Line> balancer() {
    return balancer;
  }

  private void changed(Plan next) {
    plan = next;
    bytes = next.bytes();
    counters =
        next.refusal() == null ? OpaqueCounters.of(target.addr(), next, parts.metrics()) : null;
    ConnectionBalancer<Line> previous = balancer;
    endpoints.cancel();
    Backend backend = bytes.backend();
    balancer = backend == null ? null : balance(bytes, backend);
    List<Consumer<Plan>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(listener -> listener.accept(next));
    if (previous != null) {
      previous.retire();
    }
  }

  private ConnectionBalancer<Line> balance(Plan.Bytes to, Backend backend) {
    var queue = parts.config().outbound().tcpQueue();
    BalancerEvents events = events(to.parent(), backend, queue.failFast());
    PoolEvents counted = events == null ? PoolEvents.NONE : events;
    int most = parts.config().limits().endpoints();
    Pool.Law law = backend.dispatch() instanceof Dispatch.Balance b ? b.law() : Pool.Law.USUAL;
    var pool = new Pool<Line>(this::line, law, on.loop(), on.random(), counted, most);
    switch (backend.dispatch()) {
      case Dispatch.Balance(var path, var same) ->
          endpoints = parts.discovery().endpoints(path, on.loop(), new Feeding(pool));
      case Dispatch.Forward(var endpoint) -> pool.apply(new Update.Reset(List.of(endpoint)));
      case Dispatch.Fail fail -> pool.apply(new Update.Reset(List.of()));
    }
    return new ConnectionBalancer<>(
        pool,
        queue.capacity(),
        queue.failFast(),
        on.loop(),
        events == null ? LineEvents.NONE : events);
  }

  private @Nullable BalancerEvents events(Meta parent, Backend backend, Duration timeout) {
    if (!(backend.dispatch() instanceof Dispatch.Balance(var path, var law))) {
      return null;
    }
    Labels labels =
        parent
            .parentLabels()
            .and(backend.meta().backendLabels())
            .and("logical", target.addr().authority())
            .and("concrete", path);
    return parts.balancer(parts.metrics().tcpBalancer, labels, timeout);
  }

  private Line line(Endpoint endpoint) {
    var outbound = parts.config().outbound();
    var dialer =
        new Dialer(
            parts.loops(),
            MeshSecurity.address(endpoint),
            outbound.connectTimeout(),
            outbound.sockets(),
            MeshSecurity.of(endpoint, Session.UNKNOWN, parts.tls()));
    return new Line(new CountConnections(dialer, EndpointTraffic.of(endpoint, parts)));
  }

  void retire() {
    plans.cancel();
    endpoints.cancel();
    if (balancer != null) {
      balancer.retire();
    }
  }

  private record Feeding(Pool<Line> pool) implements Resolved {
    @Override
    public void update(Update update) {
      pool.apply(update);
    }

    @Override
    public void rejected(Status status) {}
  }
}
