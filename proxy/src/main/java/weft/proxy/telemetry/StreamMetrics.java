package weft.proxy.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What is counted about the streams of one target: a route, or a backend of one.
 *
 * <p>One loop; the series behind it are shared, and never expire. A family that a target does not
 * have is not counted. Durations are nanoseconds. Source: telemetry.md 4.3, 4.4.
 */
public final class StreamMetrics {
  /** Of a stream of gRPC that ended without one. */
  public static final int NO_GRPC_STATUS = -1;

  private final boolean grpc;
  private final Statuses statuses;
  private @Nullable Counter requests;
  private @Nullable Histogram requestPieces;
  private @Nullable Histogram responsePieces;
  private @Nullable Histogram whole;
  private @Nullable Histogram response;

  StreamMetrics(boolean grpc, Statuses statuses) {
    this.grpc = grpc;
    this.statuses = statuses;
  }

  StreamMetrics requests(Counter counter) {
    requests = counter;
    return this;
  }

  StreamMetrics requestPieces(Histogram histogram) {
    requestPieces = histogram;
    return this;
  }

  StreamMetrics responsePieces(Histogram histogram) {
    responsePieces = histogram;
    return this;
  }

  StreamMetrics whole(Histogram histogram) {
    whole = histogram;
    return this;
  }

  StreamMetrics response(Histogram histogram) {
    response = histogram;
    return this;
  }

  /** Whether the status that counts is that of gRPC. */
  public boolean isGrpc() {
    return grpc;
  }

  /** A request is handed on. */
  public void requested() {
    if (requests != null) {
      requests.add();
    }
  }

  public void requestPiece(int bytes) {
    if (requestPieces != null) {
      requestPieces.observe(bytes);
    }
  }

  public void responsePiece(int bytes) {
    if (responsePieces != null) {
      responsePieces.observe(bytes);
    }
  }

  /**
   * A stream ended.
   *
   * @param status of HTTP, 0 for none; or of gRPC, {@link #NO_GRPC_STATUS} for none
   * @param error empty, or the value of the label
   * @param wholeNanos since the request began
   * @param responseNanos since the request ended; 0 if the response ended first
   */
  public void ended(int status, String error, long wholeNanos, long responseNanos) {
    statuses.add(status, error);
    if (whole != null) {
      whole.observe(wholeNanos);
    }
    if (response != null) {
      response.observe(responseNanos);
    }
  }
}
