package weft.proxy.outbound;

import weft.proxy.http.StreamCounters;
import weft.proxy.stack.Factory;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.StreamMetrics;

/** The counters of a route's attempts at one backend. Source: docs/spec/telemetry.md 4.4. */
record BackendCounters(OutboundMetrics metrics)
    implements Factory<PolicyTarget.Choice, StreamCounters> {
  @Override
  public StreamCounters build(PolicyTarget.Choice choice) {
    var routes = choice.route().isGrpc() ? metrics.grpc : metrics.http;
    StreamMetrics series = routes.backend(choice.labels());
    return head -> series;
  }
}
