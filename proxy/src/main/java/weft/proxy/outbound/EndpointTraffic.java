package weft.proxy.outbound;

import java.util.function.Supplier;
import weft.proxy.balance.Endpoint;
import weft.proxy.telemetry.Counter;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.TransportMetrics;
import weft.proxy.transport.CountedTraffic;
import weft.proxy.transport.Traffic;

/** The counters of connections to one endpoint, made once. Source: docs/spec/telemetry.md 3.3. */
record EndpointTraffic(TransportMetrics metrics, Labels labels, Counter read, Counter sent)
    implements Supplier<Traffic> {

  static EndpointTraffic of(Endpoint endpoint, Parts parts) {
    OutboundMetrics families = parts.metrics();
    String zone =
        switch (endpoint.zone()) {
          case UNKNOWN -> "Unknown";
          case LOCAL -> "Local";
          case REMOTE -> "Remote";
        };
    return new EndpointTraffic(
        parts.transport(),
        ConnectionLabels.opened(endpoint),
        cost(families, "Recv", zone),
        cost(families, "Send", zone));
  }

  private static Counter cost(OutboundMetrics families, String op, String zone) {
    return families.transferCost.with(Labels.of("op", op).and("zone_locality", zone));
  }

  @Override
  public Traffic get() {
    return new CountedTraffic(metrics, labels, read, sent);
  }
}
