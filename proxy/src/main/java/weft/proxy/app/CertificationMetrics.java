package weft.proxy.app;

import java.time.Instant;
import weft.proxy.identity.IdentityEvents;
import weft.proxy.telemetry.Counter;
import weft.proxy.telemetry.Family;
import weft.proxy.telemetry.Gauge;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.Registry;

/** Counts certificates. Source: docs/spec/identity-tls.md 12. */
final class CertificationMetrics implements IdentityEvents {
  private static final String PREFIX = "control_identity_cert_";

  private final Counter ok;
  private final Counter refused;
  private final Gauge at;
  private final Gauge until;

  CertificationMetrics(Registry registry) {
    Family<Counter> refreshes =
        registry.counter(PREFIX + "refreshes", "Certificates taken into use, or not");
    ok = refreshes.with(Labels.of("result", "ok"));
    refused = refreshes.with(Labels.of("result", "error"));
    at =
        registry
            .gauge(
                PREFIX + "refresh_timestamp", "When the certificate was taken into use", "seconds")
            .with(Labels.NONE);
    until =
        registry
            .gauge(PREFIX + "expiration_timestamp", "When the certificate expires", "seconds")
            .with(Labels.NONE);
  }

  @Override
  public void refreshed(Instant when, Instant expiry) {
    ok.add();
    at.set(when.getEpochSecond());
    until.set(expiry.getEpochSecond());
  }

  @Override
  public void refused() {
    refused.add();
  }
}
