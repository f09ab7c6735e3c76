package weft.proxy.outbound;

import weft.proxy.discover.RouteNames;
import weft.proxy.http.StreamCounters;
import weft.proxy.stack.Factory;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.StreamMetrics;

/** The counters of a route's attempts at one backend. Source: docs/spec/telemetry.md 4.4. */
record BackendCounters(OutboundMetrics metrics) implements Factory<Plan, StreamCounters> {
  @Override
  public StreamCounters build(Plan plan) {
    RouteNames names = plan.names().http();
    var routes = names.grpc() ? metrics.grpc : metrics.http;
    StreamMetrics series = routes.backend(names.labels().and(names.backend()));
    return head -> series;
  }
}
