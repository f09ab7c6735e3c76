package weft.proxy.discover;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Balancer;
import weft.proxy.balance.BalancerEvents;
import weft.proxy.balance.Endpoint;
import weft.proxy.balance.Pool;
import weft.proxy.config.Addr;
import weft.proxy.config.Backoff;
import weft.proxy.config.Config;
import weft.proxy.config.ControlAddress;
import weft.proxy.config.DnsName;
import weft.proxy.config.Id;
import weft.proxy.config.SocketConfig;
import weft.proxy.h2.H2Endpoint;
import weft.proxy.h2.H2Options;
import weft.proxy.h2.H2Shared;
import weft.proxy.http.CountExchanges;
import weft.proxy.http.ErrorContext;
import weft.proxy.http.FailFastQueue;
import weft.proxy.http.HttpService;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.Stack;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Dialer;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Loops;
import weft.proxy.transport.Tls;
import weft.proxy.transport.TlsContexts;

/**
 * The way to one component of the control plane, through the same stack as any other request: mesh
 * TLS, HTTP/2, reconnecting, balancing over its addresses, a queue that fails fast.
 *
 * <p>A control plane that vanishes without a reset is noticed by pings, 13 s after it was heard
 * last. Attempts to reach it again come at most {@link #LONGEST_PAUSE} apart, half of that by
 * chance, so that all proxies are back soon after it is, and not all in the same moment.
 *
 * <p>Source: docs/spec/identity-tls.md 10.
 */
public final class ControlChannel {
  private static final int QUEUE = 1000;
  private static final Duration FAIL_FAST = Duration.ofSeconds(30);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** How its connections behave. */
  static final H2Options OPTIONS =
      H2Options.DEFAULT.withKeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(3));

  private ControlChannel() {}

  /** What channels are made of. */
  public record Parts(
      Config config,
      Loops loops,
      Loop loop,
      ControlNames names,
      TlsContexts tls,
      H2Shared h2,
      RandomGenerator random) {
    /** How long to wait between attempts to reach what is at {@code address}. */
    public ExponentialBackoff backoff(ControlAddress address) {
      return ControlChannel.backoff(config, address);
    }
  }

  static ExponentialBackoff backoff(Config config, ControlAddress address) {
    Backoff b = address.isLoopback() ? config.inbound().backoff() : config.outbound().backoff();
    Duration max = b.max().compareTo(LONGEST_PAUSE) < 0 ? b.max() : LONGEST_PAUSE;
    return ExponentialBackoff.spread(b.min(), max);
  }

  /**
   * The service that calls to {@code address} go through, on the control loop; retire it to close
   * its connections.
   */
  public static HttpService service(ControlAddress address, Parts parts, ControlMetrics metrics) {
    BalancerEvents events = metrics.events(address, FAIL_FAST);
    return Stack.<ControlAddress, HttpService>named("control")
        .layer(
            new ErrorContext<ControlAddress>(a -> "controller " + a.addresses().getFirst()),
            "says which component failed")
        .layer(
            new CountExchanges<ControlAddress>(metrics, parts.loop()),
            "calls as their callers see them")
        .layer(
            new FailFastQueue<ControlAddress>(QUEUE, FAIL_FAST, parts.loop(), a -> events),
            "calls wait while no address can be reached")
        .over(a -> balancer(a, parts, metrics, events))
        .build(address);
  }

  private static HttpService balancer(
      ControlAddress address, Parts parts, ControlMetrics metrics, BalancerEvents events) {
    var pool =
        new Pool<HttpService>(
            endpoint -> client(address, endpoint, parts),
            Pool.Law.USUAL,
            parts.loop(),
            parts.random(),
            events);
    var located = new Located(pool);
    for (Addr addr : address.addresses()) {
      switch (addr) {
        case Addr.Socket(var socket) -> located.found(addr, List.of(socket));
        case Addr.Name name ->
            located.follow(
                parts
                    .names()
                    .follow(
                        name,
                        metrics.names(),
                        parts.backoff(address),
                        found -> located.found(addr, found)));
      }
    }
    return located.over(new Balancer(pool, parts.loop(), metrics.clock()));
  }

  private static HttpService client(ControlAddress address, Endpoint endpoint, Parts parts) {
    boolean local = address.isPlaintext();
    Config config = parts.config();
    Duration limit = local ? config.inbound().connectTimeout() : config.outbound().connectTimeout();
    SocketConfig sockets = local ? config.inbound().sockets() : config.outbound().sockets();
    var dialer =
        new Dialer(parts.loops(), endpoint.address(), limit, sockets, security(address, parts));
    return new H2Endpoint(
        parts.loop(), dialer, parts.backoff(address), parts.random(), OPTIONS, parts.h2());
  }

  private static Dialer.@Nullable Security security(ControlAddress address, Parts parts) {
    DnsName name = address.name();
    return name == null ? null : new Mutual(parts.tls(), name);
  }

  /** TLS to a component that proves to be {@code name}. */
  private record Mutual(TlsContexts contexts, DnsName name) implements Dialer.Security {
    @Override
    public Tls tls() {
      return contexts.client(name, new Id.Dns(name), false);
    }

    @Override
    public void secured(Connection connection) {}
  }
}
