package weft.proxy.telemetry;

import java.util.List;

/**
 * The families of the inbound direction; which labels they take is in telemetry.md 3.4, 3.5 and
 * 4.3.
 */
public final class InboundMetrics {
  private static final Buckets FRAMES = Buckets.bytes(128, 1024, 10_240);

  /** Labels of the authorization families: target, policy, what is known of route and client. */
  public final Family<Counter> httpAllowed;

  public final Family<Counter> httpDenied;
  public final Family<Counter> httpNoRoute;
  public final Family<Counter> httpRateLimited;
  public final Family<Counter> tcpAllowed;
  public final Family<Counter> tcpDenied;
  public final Family<Counter> tcpTerminated;

  /** Labels: error, target, server policy. */
  public final Family<Counter> httpErrors;

  /** Labels: error, target. */
  public final Family<Counter> tcpErrors;

  /** Labels: server policy. */
  private final Family<Histogram> detectDuration;

  /** Labels: result, server policy. */
  private final Family<Counter> detectResults;

  /**
   * Labels: {@code session_protocol}, {@code target_port}, {@code target_name}, {@code client_id}.
   */
  public final Family<Counter> transportHeaders;

  /** Label: {@code srv_port}. */
  public final Family<Counter> policyUpdates;

  public final Routes http;
  public final Routes grpc;

  public InboundMetrics(Registry registry) {
    httpAllowed = legacy(registry, "http_authz_allow", "HTTP requests that were authorized");
    httpDenied = legacy(registry, "http_authz_deny", "HTTP requests that were not authorized");
    httpNoRoute = legacy(registry, "http_route_not_found", "HTTP requests that matched no route");
    httpRateLimited = legacy(registry, "http_local_ratelimit", "HTTP requests over a rate limit");
    tcpAllowed = legacy(registry, "tcp_authz_allow", "TCP connections that were authorized");
    tcpDenied = legacy(registry, "tcp_authz_deny", "TCP connections that were not authorized");
    tcpTerminated =
        legacy(registry, "tcp_authz_terminate", "TCP connections ended by a change of policy");
    httpErrors = legacy(registry, "http_errors", "The total number of inbound HTTP errors");
    tcpErrors = legacy(registry, "tcp_errors", "The total number of inbound TCP errors");
    detectDuration = DetectMetrics.duration(registry, "inbound");
    detectResults = DetectMetrics.results(registry, "inbound");
    transportHeaders =
        registry.counter(
            "inbound_tcp_transport_header_connections", "Connections with a transport header");
    policyUpdates =
        registry.counter(
            "weft_inbound_policy_updates", "Policies of a port that came into force, on each loop");
    http = new Routes(registry, "inbound_http", false);
    grpc = new Routes(registry, "inbound_grpc", true);
  }

  private static Family<Counter> legacy(Registry registry, String name, String help) {
    Family<Counter> family = registry.legacyCounter("inbound_" + name + "_total", help);
    registry.showLegacy(false, List.of(family));
    return family;
  }

  /** What counts detection. Labels: server policy. */
  public Detection detection(Labels labels) {
    return new Detection(detectDuration, detectResults, labels);
  }

  /** Requests to the application by route. Labels: inbound route (registry); durations in ns. */
  public static final class Routes {
    final Family<Counter> requests;
    final Family<Histogram> requestFrames;
    final Family<Histogram> responseFrames;
    final Family<Histogram> requestDuration;
    final Family<Histogram> responseDuration;

    /** Labels: and status. */
    final Family<Counter> statuses;

    private final boolean grpc;

    private Routes(Registry registry, String base, boolean grpc) {
      this.grpc = grpc;
      requests = registry.counter(base + "_requests", "The total number of requests dispatched");
      requestFrames =
          registry.histogram(
              base + "_request_frame_size", "Request body frame sizes", "bytes", FRAMES);
      responseFrames =
          registry.histogram(
              base + "_response_frame_size", "Response body frame sizes", "bytes", FRAMES);
      requestDuration =
          registry.histogram(
              base + "_request_duration",
              "The time between request initialization and response completion",
              "seconds",
              Buckets.seconds(0.025, 0.05, 0.1, 0.25, 0.5, 1, 10));
      responseDuration =
          registry.histogram(
              base + "_response_duration",
              "The time between request completion and response completion",
              "seconds",
              Buckets.seconds(0.05, 0.5, 1, 10));
      statuses = registry.counter(base + "_statuses", "Completed responses");
    }

    /** The requests of one route. Labels: inbound route (registry). */
    public StreamMetrics route(Labels labels) {
      StatusLabel label = grpc ? StatusLabel.INBOUND_GRPC : StatusLabel.INBOUND_HTTP;
      return new StreamMetrics(grpc, new Statuses(statuses, labels, label))
          .requests(requests.with(labels))
          .requestPieces(requestFrames.with(labels))
          .responsePieces(responseFrames.with(labels))
          .whole(requestDuration.with(labels))
          .response(responseDuration.with(labels));
    }
  }
}
