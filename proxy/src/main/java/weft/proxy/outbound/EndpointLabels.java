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
    Endpoint.Tls tls = endpoint.tls();
    Labels labels =
        LabelSets.OUTBOUND
            .and(LabelSets.target(endpoint.address()))
            .and(
                tls == null
                    ? LabelSets.noTls("not_provided_by_service_discovery")
                    : LabelSets.tlsServer(tls.serverId()))
            .and(LabelSets.prefixed("dst_", endpoint.labels()));
    return ExchangeMetrics.of(requests.target(labels));
  }
}
