package weft.proxy.h2;

/**
 * What the peer did against the protocol: ends a stream, or the whole connection.
 *
 * <p>The message names the rule. Without a stack trace, as peers may make many.
 */
final class H2Fault extends Exception {
  private final int streamId;
  private final ErrorCode code;

  private H2Fault(int streamId, ErrorCode code, String rule) {
    super(rule, null, false, false);
    this.streamId = streamId;
    this.code = code;
  }

  /** Ends the connection (RFC 9113, 5.4.1). */
  static H2Fault connection(ErrorCode code, String rule) {
    return new H2Fault(0, code, rule);
  }

  /** Ends one stream (RFC 9113, 5.4.2). */
  static H2Fault stream(int id, ErrorCode code, String rule) {
    return new H2Fault(id, code, rule);
  }

  boolean endsConnection() {
    return streamId == 0;
  }

  int streamId() {
    return streamId;
  }

  ErrorCode code() {
    return code;
  }

  String rule() {
    return String.valueOf(getMessage());
  }
}
