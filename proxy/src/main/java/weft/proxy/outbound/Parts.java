package weft.proxy.outbound;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import weft.proxy.balance.BalancerEvents;
import weft.proxy.config.Config;
import weft.proxy.discover.Discovery;
import weft.proxy.discover.Names;
import weft.proxy.h1.H1Pool;
import weft.proxy.h1.Limits;
import weft.proxy.h2.ConfiguredOptions;
import weft.proxy.h2.H2Options;
import weft.proxy.http.Informational;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.Permits;
import weft.proxy.telemetry.BalancerMetrics;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.ProfileMetrics;
import weft.proxy.telemetry.RequestMetrics;
import weft.proxy.telemetry.TransportMetrics;
import weft.proxy.transport.Loops;
import weft.proxy.transport.TlsContexts;

/**
 * What the outbound path of one process is made of.
 *
 * @param isOwn whether an address is one of this process's own listeners: a loop
 * @param requests of endpoints
 * @param profiles of routes, where a profile decides
 * @param permits for all requests without an answer
 * @param clock for gauges that hold a date
 * @param failures is told of all that is refused
 */
public record Parts(
    Config config,
    Loops loops,
    TlsContexts tls,
    Discovery discovery,
    Names names,
    Predicate<InetSocketAddress> isOwn,
    Permits permits,
    RequestMetrics requests,
    ProfileMetrics profiles,
    OutboundMetrics metrics,
    TransportMetrics transport,
    Clock clock,
    OutboundFailures failures) {

  /** Counts a balancer that serves this plan, on this family. */
  BalancerEvents balancer(BalancerMetrics family, Labels labels, Duration timeout) {
    return new BalancerEvents(family.target(labels, clock.millis(), timeout.toMillis()), clock);
  }

  Informational informational() {
    return config.outbound().informationalHeaders()
        ? Informational.EVERYBODY
        : Informational.NOBODY;
  }

  ExponentialBackoff backoff() {
    var b = config.outbound().backoff();
    return new ExponentialBackoff(b.min(), b.max(), b.jitter());
  }

  Limits limits() {
    return Limits.of(config.limits()).explaining(config.outbound().informationalHeaders());
  }

  H1Pool.Idle idle() {
    var pool = config.outbound().pool();
    return new H1Pool.Idle(pool.idleTimeout(), pool.maxIdle());
  }

  H2Options clientOptions() {
    return ConfiguredOptions.client(config.http2(), config.limits());
  }

  H2Options serverOptions() {
    return ConfiguredOptions.server(config.outbound().http2(), config.limits());
  }
}
