package weft.proxy.http;

/**
 * What is counted about the exchanges with one target.
 *
 * <p>On the exchange's loop. Source: docs/spec/telemetry.md 3.1.
 */
public interface ExchangeMetrics {
  /** A request without body was sent, or the first of its body. */
  void requested();

  /**
   * The first event of a response's body, or its end, came so long after the request was sent.
   *
   * @param status of HTTP
   */
  void answered(int status, long nanos);

  /** The exchange is over. Not told of one that was cancelled before its response began. */
  void ended(ResponseClass how);
}
