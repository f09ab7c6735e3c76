package weft.proxy.http;

import weft.proxy.telemetry.RetryMetrics;

/** Where the retries of one target are counted. On the loop of the exchange. */
@FunctionalInterface
public interface RetryCounters {
  /** What counts a request; found without looking labels up, unless it is new. */
  RetryMetrics of(RequestHead head);
}
