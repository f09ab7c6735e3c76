package weft.proxy.telemetry;

/** How a family shows status and error of a stream. Source: telemetry.md 4.3, 4.4. */
enum StatusLabel {
  /** {@code http_status} and {@code error}; no response: empty. */
  OUTBOUND_HTTP {
    @Override
    Labels add(Labels labels, int status, String error) {
      return labels.and("http_status", number(status, 0)).and("error", error);
    }
  },
  /** {@code grpc_status} by name, and {@code error}; no status: UNKNOWN. */
  OUTBOUND_GRPC {
    @Override
    Labels add(Labels labels, int status, String error) {
      String name = GrpcStatusName.of(status);
      return labels.and("grpc_status", name == null ? UNKNOWN : name).and("error", error);
    }
  },
  /** {@code status}, a number. */
  INBOUND_HTTP {
    @Override
    Labels add(Labels labels, int status, String error) {
      return labels.and("status", number(status, 0));
    }
  },
  /** {@code status}, the number of gRPC. */
  INBOUND_GRPC {
    @Override
    Labels add(Labels labels, int status, String error) {
      return labels.and("status", number(status, StreamMetrics.NO_GRPC_STATUS));
    }
  };

  private static final String UNKNOWN = "UNKNOWN";

  /** The labels of a target, and those of how a stream ended. */
  abstract Labels add(Labels labels, int status, String error);

  private static String number(int status, int none) {
    return status == none ? "" : Integer.toString(status);
  }
}
