package weft.proxy.http;

import org.jspecify.annotations.Nullable;
import weft.proxy.telemetry.StreamMetrics;

/** Reads the status of gRPC, which a peer may have written in any way. Pure. */
final class GrpcCode {
  static final int UNKNOWN = 2;
  static final int RESOURCE_EXHAUSTED = 8;
  private static final int LARGEST = 16;

  private GrpcCode() {}

  /** A code of gRPC; UNKNOWN for what is none, {@link StreamMetrics#NO_GRPC_STATUS} for null. */
  static int of(@Nullable String text) {
    if (text == null) {
      return StreamMetrics.NO_GRPC_STATUS;
    }
    int length = text.length();
    if (length == 0 || length > 2) {
      return UNKNOWN;
    }
    int code = 0;
    for (int i = 0; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return UNKNOWN;
      }
      code = code * 10 + digit;
    }
    return code > LARGEST ? UNKNOWN : code;
  }
}
