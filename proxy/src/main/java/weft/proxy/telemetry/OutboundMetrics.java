package weft.proxy.telemetry;

import java.util.List;

/**
 * The families of the outbound direction; which labels they take is in telemetry.md 4.4, 3.3 and
 * 3.5.
 *
 * <p>HTTP and gRPC routes have the same families under two names: {@link #http} and {@link #grpc}.
 */
public final class OutboundMetrics {
  private static final Buckets FRAMES = Buckets.bytes(128, 1024, 10_240);

  /** Labels: protocol, parent. */
  public final Family<Counter> connections;

  /** Labels: parent. */
  private final Family<Histogram> detectDuration;

  /** Labels: result, parent. */
  private final Family<Counter> detectResults;

  /** Labels: error. */
  public final Family<Counter> httpErrors;

  /** Labels: target, error. */
  public final Family<Counter> tcpErrors;

  public final Routes http;
  public final Routes grpc;
  public final BalancerMetrics httpBalancer;
  public final BalancerMetrics tcpBalancer;

  /** Labels: parent, route, {@code target_ip}, {@code target_port}; closed: and error. */
  private final Family<Counter> opaqueOpened;

  private final Family<Counter> opaqueClosed;

  /** Labels: op, {@code zone_locality}. */
  public final Family<Counter> transferCost;

  public OutboundMetrics(Registry registry) {
    httpErrors =
        registry.legacyCounter(
            "outbound_http_errors_total", "The total number of outbound HTTP errors");
    tcpErrors =
        registry.legacyCounter(
            "outbound_tcp_errors_total", "The total number of outbound TCP errors");
    registry.showLegacy(false, List.of(httpErrors));
    registry.showLegacy(false, List.of(tcpErrors));
    connections =
        registry.counter(
            "outbound_tcp_protocol_connections", "Outbound connections by configured protocol");
    detectDuration = DetectMetrics.duration(registry, "outbound");
    detectResults = DetectMetrics.results(registry, "outbound");
    http = new Routes(registry, "outbound_http_route", false);
    grpc = new Routes(registry, "outbound_grpc_route", true);
    httpBalancer = new BalancerMetrics(registry, "outbound_http_balancer");
    tcpBalancer = new BalancerMetrics(registry, "outbound_tcp_balancer");
    transferCost =
        registry.counter(
            "outbound_tcp_transfer_cost", "Bytes exchanged with endpoints, by their zone", "bytes");
    opaqueOpened = registry.counter("outbound_tcp_route_open", "Opaque connections routed");
    opaqueClosed = registry.counter("outbound_tcp_route_close", "Opaque connections closed");
  }

  /** What counts the connections of an opaque route. Labels: parent, route, target. */
  public Lines opaque(Labels labels) {
    var closed = ErrorCounters.trailing(opaqueClosed, labels);
    for (String error : new String[] {"", "forbidden", "invalid_backend", "invalid_policy"}) {
      closed.declare(error);
    }
    closed.declare(Lines.UNEXPECTED);
    return new Lines(opaqueOpened.with(labels), closed);
  }

  /** Connections routed, and how they were closed: the empty error is an orderly end. */
  public record Lines(Counter opened, ErrorCounters closed) {
    public static final String UNEXPECTED = "unexpected";
  }

  /** What counts detection. Labels: parent. */
  public Detection detection(Labels labels) {
    return new Detection(detectDuration, detectResults, labels);
  }

  /** Requests by route, and their attempts by backend. */
  public static final class Routes {
    /** Labels: parent, route, hostname. In nanoseconds, as all durations here. */
    final Family<Histogram> requestDuration;

    /** Labels: parent, route, hostname, {@code http_status} or {@code grpc_status}, error. */
    final Family<Counter> requestStatuses;

    /** Labels: parent, route, hostname. */
    final Family<Histogram> requestFrames;

    /** Labels: parent, route, backend. */
    final Family<Counter> backendRequests;

    /** Labels: parent, route, backend. */
    final Family<Histogram> backendDuration;

    /** Labels: parent, route, backend, status, error. */
    final Family<Counter> backendStatuses;

    /** Labels: parent, route, backend. */
    final Family<Histogram> backendFrames;

    /** Labels: parent, route, hostname. */
    final Family<Counter> retryRequests;

    /** Labels: parent, route, hostname. */
    final Family<Counter> retrySuccesses;

    /** Labels: parent, route, hostname. */
    final Family<Counter> retryLimits;

    /** Labels: parent, route, hostname. */
    final Family<Counter> retryOverflows;

    /** Labels: parent, route, hostname, reason. */
    final Family<Counter> retrySkipped;

    private final boolean grpc;
    private final StatusLabel statusLabel;

    private Routes(Registry registry, String base, boolean grpc) {
      this.grpc = grpc;
      statusLabel = grpc ? StatusLabel.OUTBOUND_GRPC : StatusLabel.OUTBOUND_HTTP;
      requestDuration =
          registry.histogram(
              base + "_request_duration",
              "The time between request initialization and response completion",
              "seconds",
              Buckets.seconds(0.05, 0.5, 1, 10));
      requestStatuses =
          registry.counter(base + "_request_statuses", "Completed request-response streams");
      requestFrames =
          registry.histogram(
              base + "_request_frame_size", "Request body frame sizes", "bytes", FRAMES);
      backendRequests =
          registry.counter(base + "_backend_requests", "The total number of requests dispatched");
      backendDuration =
          registry.histogram(
              base + "_backend_response_duration",
              "The time between request completion and response completion",
              "seconds",
              Buckets.seconds(0.025, 0.05, 0.1, 0.25, 0.5, 1, 10));
      backendStatuses =
          registry.counter(base + "_backend_response_statuses", "Completed responses");
      backendFrames =
          registry.histogram(
              base + "_backend_response_frame_size", "Response body frame sizes", "bytes", FRAMES);
      retryRequests = registry.counter(base + "_retry_requests", "Retry requests emitted");
      retrySuccesses =
          registry.counter(base + "_retry_successes", "Successful responses to retries");
      retryLimits =
          registry.counter(
              base + "_retry_limit_exceeded", "Requests that exceeded the retry limit");
      retryOverflows =
          registry.counter(base + "_retry_overflow", "Retries not sent as nothing was ready");
      retrySkipped =
          registry.counter(base + "_retry_skipped", "Retryable results that were not retried");
    }

    /** The requests of one route, with all their attempts. Labels: parent, route, hostname. */
    public StreamMetrics route(Labels labels) {
      return new StreamMetrics(grpc, new Statuses(requestStatuses, labels, statusLabel))
          .requestPieces(requestFrames.with(labels))
          .whole(requestDuration.with(labels));
    }

    /** The retries of one route. Labels: parent, route, hostname. */
    public RetryMetrics retries(Labels labels) {
      return new RetryMetrics(
          retryRequests.with(labels),
          retrySuccesses.with(labels),
          retryLimits.with(labels),
          retryOverflows.with(labels),
          retrySkipped,
          labels);
    }

    /** The attempts of one route at one backend. Labels: parent, route, backend. */
    public StreamMetrics backend(Labels labels) {
      return new StreamMetrics(grpc, new Statuses(backendStatuses, labels, statusLabel))
          .requests(backendRequests.with(labels))
          .responsePieces(backendFrames.with(labels))
          .response(backendDuration.with(labels));
    }
  }
}
