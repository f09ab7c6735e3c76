package weft.proxy.outbound;

import weft.proxy.http.StreamCounters;
import weft.proxy.stack.Factory;
import weft.proxy.telemetry.OutboundMetrics;

/**
 * The counters of a route's requests; by the name of the host asked for, if that is wanted. Source:
 * docs/spec/telemetry.md 4.4.
 *
 * @param hostnames whether requests are told apart by host
 */
record RouteCounters(OutboundMetrics metrics, boolean hostnames)
    implements Factory<PolicyTarget, StreamCounters> {
  @Override
  public StreamCounters build(PolicyTarget target) {
    var routes = target.isGrpc() ? metrics.grpc : metrics.http;
    return ByHost.of(hostnames, target.labels(), routes::route)::of;
  }
}
