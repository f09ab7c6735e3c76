package weft.proxy.http;

import weft.proxy.telemetry.StreamMetrics;

/** Where the streams of one target are counted. On the loop of the exchange. */
@FunctionalInterface
public interface StreamCounters {
  /** What counts a request; found without looking labels up, unless it is new. */
  StreamMetrics of(RequestHead head);
}
