package weft.proxy.outbound;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.balance.BalancerEvents;
import weft.proxy.balance.ConnectionBalancer;
import weft.proxy.balance.Endpoint;
import weft.proxy.balance.Pool;
import weft.proxy.balance.PoolEvents;
import weft.proxy.balance.Update;
import weft.proxy.config.Addr;
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
 * One backend of opaque connections: a balancer over its endpoints, or nothing.
 *
 * <p>Loop only. Source: docs/spec/outbound.md 26.
 */
final class OpaqueBackend implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(OpaqueBackend.class);

  private final Key key;
  private final Addr target;
  private final Parts parts;
  private final LoopParts on;
  private final @Nullable ConnectionBalancer<Line> balancer;
  private Subscription endpoints = Subscription.NONE;

  /** What is told apart: a backend, under what it is used. */
  record Key(Meta parent, Backend backend) {}

  /** What connects to one endpoint; always ready, as failing to connect is the connection's. */
  record Line(Connector connector) implements Service {
    @Override
    public Readiness readiness() {
      return Readiness.ALWAYS;
    }
  }

  OpaqueBackend(Key key, Addr target, Parts parts, LoopParts on) {
    this.key = key;
    this.target = target;
    this.parts = parts;
    this.on = on;
    this.balancer =
        switch (key.backend().dispatch()) {
          case Dispatch.Balance(var path, var law) -> balanced(path, law);
          case Dispatch.Forward(var endpoint) -> forwarded(endpoint);
          case Dispatch.Fail fail -> null;
        };
  }

  private ConnectionBalancer<Line> balanced(String path, Pool.Law law) {
    if (law.penalty() != null) {
      LOG.warn(
          "{}: the penalty of its load is ignored for opaque connections", key.backend().meta());
    }
    BalancerEvents events = events(path, queueTimeout());
    Pool<Line> pool = pool(law.withoutPenalty(), events);
    endpoints = parts.discovery().endpoints(path, on.loop(), new Feeding(pool));
    return over(pool, events);
  }

  private ConnectionBalancer<Line> forwarded(Endpoint endpoint) {
    Pool<Line> pool = pool(Pool.Law.USUAL, PoolEvents.NONE);
    pool.apply(new Update.Reset(java.util.List.of(endpoint)));
    return over(pool, LineEvents.NONE);
  }

  private Pool<Line> pool(Pool.Law law, PoolEvents events) {
    int most = parts.config().limits().endpoints();
    return new Pool<>(this::line, law, on.loop(), on.random(), events, most);
  }

  private ConnectionBalancer<Line> over(Pool<Line> pool, LineEvents events) {
    int capacity = parts.config().outbound().tcpQueue().capacity();
    return new ConnectionBalancer<>(pool, capacity, queueTimeout(), on.loop(), events);
  }

  private Duration queueTimeout() {
    return parts.config().outbound().tcpQueue().failFast();
  }

  private BalancerEvents events(String path, Duration timeout) {
    Labels labels =
        key.parent()
            .parentLabels()
            .and(key.backend().meta().backendLabels())
            .and("logical", target.authority())
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

  /** A backend that leads nowhere is ready, to say why. */
  @Override
  public Readiness readiness() {
    return balancer == null ? Readiness.ALWAYS : balancer.readiness();
  }

  /** Answers {@code asker} now, or as soon as an endpoint is ready, once. */
  void ask(ConnectionBalancer.Asker<Line> asker) {
    if (balancer != null) {
      balancer.ask(asker);
    } else if (key.backend().dispatch() instanceof Dispatch.Fail(var why)) {
      asker.refused(new Refusal(Refusal.Kind.NO_DISPATCHER, why));
    }
  }

  /** Refuses what waits, and lets the endpoints go. */
  @Override
  public void retire() {
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
