package weft.proxy.outbound;

import weft.proxy.http.ExchangeMetrics;
import weft.proxy.stack.Factory;
import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.RequestMetrics;

/**
 * The counters of a profile's default route; nothing is counted where a policy decides. Source:
 * docs/spec/telemetry.md 3.1.
 */
record ProfileLabels(RequestMetrics routes) implements Factory<Plan, ExchangeMetrics> {
  @Override
  public ExchangeMetrics build(Plan plan) {
    String profile = plan.names().profile();
    return profile == null
        ? ExchangeMetrics.NONE
        : ExchangeMetrics.of(routes.target(LabelSets.OUTBOUND.and("dst", profile)));
  }
}
