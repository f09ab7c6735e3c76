package weft.proxy.telemetry;

/**
 * The families of a balancer and the queue before it: {@code BASE_p2c_*}, {@code BASE_queue_*},
 * {@code BASE_endpoints}. They never expire. Source: telemetry.md 4.5.
 */
public final class BalancerMetrics {
  private final Family<Gauge> endpoints;
  private final Family<Counter> updates;
  private final Family<Counter> tooMany;
  private final Family<Gauge> length;
  private final Family<Counter> requests;
  private final Family<Histogram> latency;
  private final Family<Counter> gateOpen;
  private final Family<Counter> gateShut;
  private final Family<Gauge> openTime;
  private final Family<Gauge> shutTime;
  private final Family<Gauge> timeout;
  private final Family<Gauge> states;

  /** Declares them, for a base such as {@code outbound_http_balancer}. */
  public BalancerMetrics(Registry registry, String base) {
    endpoints = registry.gauge(base + "_p2c_endpoints", "The number of endpoints in the pool");
    updates = registry.counter(base + "_p2c_updates", "Discovery updates applied to the pool");
    tooMany =
        registry.counter(
            base + "_p2c_left_out", "Endpoints left out because of WEFT_MAX_ENDPOINTS");
    length = registry.gauge(base + "_queue_length", "The number of waiting requests");
    requests = registry.counter(base + "_queue_requests", "Requests that entered the queue");
    latency =
        registry.histogram(
            base + "_queue_latency",
            "Time spent in the queue",
            "seconds",
            Buckets.seconds(0.0005, 0.005, 0.05, 0.5, 1, 3));
    gateOpen = registry.counter(base + "_queue_gate_open", "Times the queue left failfast");
    gateShut = registry.counter(base + "_queue_gate_shut", "Times the queue entered failfast");
    openTime = registry.secondsGauge(base + "_queue_gate_open_time", "Since when it is open");
    shutTime = registry.secondsGauge(base + "_queue_gate_shut_time", "Since when it is shut");
    timeout = registry.secondsGauge(base + "_queue_gate_timeout", "The failfast timeout");
    states = registry.gauge(base + "_endpoints", "The number of endpoints by state");
  }

  /** The series of one balancer; creation counts as opening its gate. */
  public Target target(Labels labels, long wallMillis, long timeoutMillis) {
    return new Target(labels, wallMillis, timeoutMillis);
  }

  /** What one balancer counts. Any thread; wall clock in milliseconds. */
  public final class Target {
    public final Gauge poolSize;
    public final Counter resets;
    public final Counter adds;
    public final Counter removes;
    public final Counter leftOut;
    public final Gauge waiting;
    public final Counter entered;

    /** In nanoseconds. */
    public final Histogram waited;

    public final Gauge ready;
    public final Gauge pending;
    private final Counter opened;
    private final Counter shut;
    private final Gauge openSince;
    private final Gauge shutSince;

    private Target(Labels labels, long wallMillis, long timeoutMillis) {
      poolSize = endpoints.with(labels);
      resets = updates.with(Labels.of("op", "Reset").and(labels));
      adds = updates.with(Labels.of("op", "Add").and(labels));
      removes = updates.with(Labels.of("op", "Remove").and(labels));
      leftOut = tooMany.with(labels);
      waiting = length.with(labels);
      entered = requests.with(labels);
      waited = latency.with(labels);
      ready = states.with(Labels.of("endpoint_state", "ready").and(labels));
      pending = states.with(Labels.of("endpoint_state", "pending").and(labels));
      opened = gateOpen.with(labels);
      shut = gateShut.with(labels);
      openSince = openTime.with(labels);
      shutSince = shutTime.with(labels);
      timeout.with(labels).set(timeoutMillis);
      gateOpened(wallMillis);
    }

    public void gateOpened(long wallMillis) {
      opened.add();
      openSince.set(wallMillis);
      shutSince.set(0);
    }

    public void gateShut(long wallMillis) {
      shut.add();
      shutSince.set(wallMillis);
      openSince.set(0);
    }
  }
}
