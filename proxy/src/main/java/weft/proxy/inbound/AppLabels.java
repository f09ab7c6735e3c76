package weft.proxy.inbound;

import weft.proxy.config.Id;
import weft.proxy.http.ExchangeMetrics;
import weft.proxy.stack.Factory;
import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.RequestMetrics;

/** The counters of the application's requests. Source: docs/spec/telemetry.md 3.1. */
record AppLabels(RequestMetrics requests) implements Factory<AppTarget, ExchangeMetrics> {
  @Override
  public ExchangeMetrics build(AppTarget target) {
    Id id = target.peer().identity();
    Labels tls =
        target.peer().terminated()
            ? LabelSets.tlsClient(id == null ? "" : id.text())
            : LabelSets.noTls("no_tls_from_remote");
    Labels labels = LabelSets.INBOUND.and(LabelSets.target(target.app())).and(tls);
    return ExchangeMetrics.of(requests.target(labels));
  }
}
