package weft.proxy.http;

/**
 * Why we answered ourselves: the kind decides on the answer, the text explains it.
 *
 * <p>The text names rule or limit, its value and what was found, so that whoever reads the answer,
 * the log or the admin server's list of refusals knows what to mend. Source: docs/spec/outbound.md
 * 10.1, docs/spec/inbound.md 13.1.
 */
public record Refusal(Kind kind, String text) {
  /** What refused, with its answer: HTTP status, gRPC status, and whether the connection closes. */
  public enum Kind {
    FAIL_FAST(504, 4, true, "failfast"),
    LOAD_SHED(503, 14, true, "loadshed"),
    RESPONSE_TIMEOUT(504, 4, true, "response timeout"),
    IDENTITY_REQUIRED(502, 14, true, "identity required"),
    NO_DISPATCHER(502, 14, true, "unexpected"),
    NO_ROUTE(404, 5, false, "unexpected"),
    UNAUTHORIZED(403, 7, false, "unauthorized"),
    RATE_LIMITED(429, 8, false, "ratelimit"),
    DISCOVERY_TIMEOUT(504, 4, false, "unexpected"),
    UNRESOLVED(502, 14, false, "unexpected"),
    LOOP(508, 10, true, "unexpected"),
    INVALID_POLICY(500, 13, true, "unexpected"),
    BAD_REQUEST(400, 3, false, "unexpected"),
    UNEXPECTED(500, 13, true, "unexpected");

    private final int status;
    private final int grpcStatus;
    private final boolean closes;
    private final String label;

    Kind(int status, int grpcStatus, boolean closes, String label) {
      this.status = status;
      this.grpcStatus = grpcStatus;
      this.closes = closes;
      this.label = label;
    }

    public int status() {
      return status;
    }

    public int grpcStatus() {
      return grpcStatus;
    }

    /** The client's connection is closed, gracefully, after this answer. */
    public boolean closes() {
      return closes;
    }

    /** The value of the label {@code error} of the error counters. */
    public String label() {
      return label;
    }
  }

  /** The refusal as the end of an exchange. */
  public Reset reset() {
    return new Reset.Refused(this);
  }
}
