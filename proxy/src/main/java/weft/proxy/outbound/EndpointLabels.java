package weft.proxy.outbound;

import weft.proxy.balance.Endpoint;
import weft.proxy.http.ExchangeMetrics;
import weft.proxy.stack.Factory;
import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.RequestMetrics;

/** The counters of an endpoint's requests. Source: docs/spec/telemetry.md 3.1. */
record EndpointLabels(RequestMetrics requests) implements Factory<Endpoint, ExchangeMetrics> {
  @Override
  public ExchangeMetrics build(Endpoint endpoint) {
    Labels labels = LabelSets.OUTBOUND.and(ConnectionLabels.endpoint(endpoint));
    return ExchangeMetrics.of(requests.target(labels));
  }
}
