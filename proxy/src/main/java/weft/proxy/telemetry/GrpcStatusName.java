package weft.proxy.telemetry;

import org.jspecify.annotations.Nullable;

/** The names of gRPC's status codes, as its specification writes them. Pure. */
public final class GrpcStatusName {
  private static final String[] NAMES = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED"
  };

  private GrpcStatusName() {}

  /** Null for a code that has none. */
  public static @Nullable String of(int code) {
    return code < 0 || code >= NAMES.length ? null : NAMES[code];
  }
}
