package weft.proxy.telemetry;

/** The two parts of the exposition, which differ in header, order and numbers: telemetry.md 1. */
public enum Style {
  /** Hand-written text of old: comes first. */
  LEGACY,
  /** Like OpenMetrics: comes last. */
  REGISTRY
}
