package weft.proxy.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The legacy metrics of requests: {@code PREFIXrequest_total}, {@code _response_latency_ms} and
 * {@code _response_total}. Expiring. Source: telemetry.md 3.1.
 */
public final class RequestMetrics {
  private final Registry registry;
  private final Family<Counter> requests;
  private final @Nullable Family<Histogram> latencies;
  private final Family<Counter> responses;

  /** Declares them, with a prefix such as {@code route_}. */
  public static RequestMetrics declare(Registry registry, String prefix, boolean latencies) {
    return new RequestMetrics(registry, prefix, latencies);
  }

  private RequestMetrics(Registry registry, String prefix, boolean withLatencies) {
    this.registry = registry;
    requests = registry.legacyCounter(prefix + "request_total", "Total count of HTTP requests.");
    latencies =
        withLatencies
            ? registry.legacyHistogram(
                prefix + "response_latency_ms",
                "Elapsed times between a request's headers being received and its response stream"
                    + " completing",
                Buckets.LATENCY_MS)
            : null;
    responses = registry.legacyCounter(prefix + "response_total", "Total count of HTTP responses.");
    registry.showLegacy(
        true,
        latencies == null ? List.of(requests, responses) : List.of(requests, latencies, responses));
  }

  /** What is counted for one target; one loop, until it is closed. */
  public Target target(Labels labels) {
    return new Target(labels);
  }

  /** The series of one target; a loop's own. Found by what a response is, not by its labels. */
  public final class Target implements AutoCloseable {
    private final Labels labels;
    private final Holds holds = registry.holds();
    private final Counter requested;
    private final List<Latency> byStatus = new ArrayList<>(2);
    private final List<Response> byOutcome = new ArrayList<>(2);

    private record Latency(int status, Histogram histogram) {}

    private record Response(
        int status, boolean success, String grpcStatus, String error, Counter counter) {
      boolean is(int status, boolean success, String grpcStatus, String error) {
        return this.status == status
            && this.success == success
            && Objects.equals(this.grpcStatus, grpcStatus)
            && Objects.equals(this.error, error);
      }
    }

    private Target(Labels labels) {
      this.labels = labels;
      this.requested = holds.with(requests, labels);
    }

    public void requested() {
      requested.add();
    }

    /** The first event of the response's body, so long after the request was issued. */
    public void answered(int status, long nanos) {
      if (latencies != null) {
        latency(latencies, status).observe(nanos / 1_000_000);
      }
    }

    /**
     * The end of an exchange.
     *
     * @param status of HTTP, 0 where there was no response
     * @param grpcStatus a number, or empty
     * @param error empty, {@code timeout}, {@code h2(REASON)} or {@code unclassified}
     */
    public void ended(int status, boolean success, String grpcStatus, String error) {
      for (int i = 0; i < byOutcome.size(); i++) {
        Response known = byOutcome.get(i);
        if (known.is(status, success, grpcStatus, error)) {
          known.counter.add();
          return;
        }
      }
      addResponse(status, success, grpcStatus, error).add();
    }

    private Histogram latency(Family<Histogram> family, int status) {
      for (int i = 0; i < byStatus.size(); i++) {
        if (byStatus.get(i).status == status) {
          return byStatus.get(i).histogram;
        }
      }
      Histogram fresh = holds.with(family, withStatus(status));
      byStatus.add(new Latency(status, fresh));
      return fresh;
    }

    private Counter addResponse(int status, boolean success, String grpcStatus, String error) {
      Labels full =
          (status == 0 ? labels : withStatus(status))
              .and("classification", success ? "success" : "failure")
              .and("grpc_status", grpcStatus)
              .and("error", error);
      Counter fresh = holds.with(responses, full);
      byOutcome.add(new Response(status, success, grpcStatus, error, fresh));
      return fresh;
    }

    private Labels withStatus(int status) {
      return labels.and("status_code", Integer.toString(status));
    }

    @Override
    public void close() {
      holds.close();
    }
  }
}
