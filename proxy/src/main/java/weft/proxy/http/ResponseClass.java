package weft.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * What became of an exchange, as metrics, breakers and retries see it. Pure.
 *
 * <p>Source: docs/spec/outbound.md 16.1, docs/spec/telemetry.md 3.1.
 *
 * @param status of HTTP; 0 if no response came
 * @param grpcStatus the status of gRPC, as text; empty for plain HTTP and for errors
 * @param error what broke it, as the label {@code error}; empty if nothing did
 */
public record ResponseClass(int status, boolean failure, String grpcStatus, String error) {
  private static final String[] GRPC_CODES = {
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16"
  };
  private static final String[] HTTP2_CODES = {
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED"
  };

  private static final ResponseClass OK = new ResponseClass(200, false, "", "");

  /** The class of a plain response: 5xx is a failure. */
  public static ResponseClass http(int status) {
    return status == 200 ? OK : new ResponseClass(status, status / 100 == 5, "", "");
  }

  /**
   * The class of a response of gRPC. One without a status is counted as a success with UNKNOWN,
   * whatever HTTP says; one that is no code is UNKNOWN, so that a peer cannot make up series.
   *
   * @param grpcStatus from the head, or else from the trailers
   */
  public static ResponseClass grpc(int status, @Nullable String grpcStatus) {
    int code = GrpcCode.of(grpcStatus);
    return code < 0
        ? new ResponseClass(status, false, GRPC_CODES[GrpcCode.UNKNOWN], "")
        : new ResponseClass(status, isFailure(code), GRPC_CODES[code], "");
  }

  /** The class of an exchange that broke. */
  public static ResponseClass broken(int status, Reset why) {
    return new ResponseClass(status, true, "", error(why.root()));
  }

  /** Whether the peer says that there were too many requests: 429, or RESOURCE_EXHAUSTED. */
  public boolean isExhausted() {
    return status == 429 || grpcStatus.equals(GRPC_CODES[GrpcCode.RESOURCE_EXHAUSTED]);
  }

  /** UNKNOWN, DEADLINE_EXCEEDED, PERMISSION_DENIED, INTERNAL, UNAVAILABLE, DATA_LOSS. */
  private static boolean isFailure(int code) {
    return switch (code) {
      case 2, 4, 7, 13, 14, 15 -> true;
      default -> false;
    };
  }

  private static String error(Reset root) {
    return switch (root) {
      case Reset.Remote(long code) -> "h2(" + name(code) + ")";
      case Reset.Refused(var refusal) when refusal.kind() == Refusal.Kind.RESPONSE_TIMEOUT ->
          "timeout";
      default -> "unclassified";
    };
  }

  private static String name(long code) {
    return code >= 0 && code < HTTP2_CODES.length
        ? HTTP2_CODES[(int) code]
        : "Reason(" + code + ")";
  }
}
