package weft.proxy.inbound;

import weft.proxy.config.Config;
import weft.proxy.discover.Discovery;
import weft.proxy.h1.H1Pool;
import weft.proxy.h1.Limits;
import weft.proxy.h2.ConfiguredOptions;
import weft.proxy.h2.H2Options;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.Permits;
import weft.proxy.telemetry.InboundMetrics;
import weft.proxy.telemetry.RequestMetrics;
import weft.proxy.telemetry.TransportMetrics;
import weft.proxy.transport.Loops;
import weft.proxy.transport.TlsContexts;

/**
 * What the inbound path of one process is made of.
 *
 * @param permits for all requests without an answer
 * @param failures is told of all that is refused
 */
public record Parts(
    Config config,
    Loops loops,
    TlsContexts tls,
    Discovery discovery,
    Permits permits,
    RequestMetrics requests,
    InboundMetrics metrics,
    TransportMetrics transport,
    InboundFailures failures) {

  ExponentialBackoff backoff() {
    var b = config.inbound().backoff();
    return new ExponentialBackoff(b.min(), b.max(), b.jitter());
  }

  Limits limits(boolean meshed) {
    return Limits.of(config.limits()).explaining(meshed).requiringHost(false);
  }

  H1Pool.Idle idle() {
    var pool = config.inbound().pool();
    return new H1Pool.Idle(pool.idleTimeout(), pool.maxIdle());
  }

  H2Options clientOptions() {
    return ConfiguredOptions.client(config.http2(), config.limits());
  }

  H2Options serverOptions() {
    return ConfiguredOptions.server(config.inbound().http2(), config.limits());
  }
}
