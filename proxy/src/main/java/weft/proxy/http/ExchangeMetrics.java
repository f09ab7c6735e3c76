package weft.proxy.http;

import weft.proxy.telemetry.RequestMetrics;

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

  /** What counts an exchange that begins now. */
  default ExchangeMetrics current() {
    return this;
  }

  /** The target is out of use; exchanges under way may still be counted. */
  default void retired() {}

  /** Counts nothing; a layer then stands aside. */
  ExchangeMetrics NONE =
      new ExchangeMetrics() {
        @Override
        public void requested() {}

        @Override
        public void answered(int status, long nanos) {}

        @Override
        public void ended(ResponseClass how) {}
      };

  /** Metrics of requests, told as they are. */
  static ExchangeMetrics of(RequestMetrics.Target target) {
    return new ExchangeMetrics() {
      @Override
      public void requested() {
        target.requested();
      }

      @Override
      public void answered(int status, long nanos) {
        target.answered(status, nanos);
      }

      @Override
      public void ended(ResponseClass how) {
        target.ended(how.status(), !how.failure(), how.grpcStatus(), how.error());
      }

      @Override
      public void retired() {
        target.close();
      }
    };
  }
}
