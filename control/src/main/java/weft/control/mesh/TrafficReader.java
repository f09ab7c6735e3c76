package weft.control.mesh;

import java.time.Duration;
import java.util.Optional;
import weft.control.mesh.ParentTraffic.Accrual;
import weft.control.mesh.ParentTraffic.Backoff;
import weft.control.mesh.ParentTraffic.Bias;

/**
 * Reads the annotations of control-plane.md 9.5. Each group of them is read or left out as a whole:
 * on a parent with a warning, on a route with an error, as the reference's admission does.
 */
final class TrafficReader {
  private static final String TIMEOUT = "timeout.linkerd.io/";
  private static final String RETRY = "retry.linkerd.io/";
  private static final String ACCRUAL = "balancer.linkerd.io/failure-accrual";
  private static final String ALPHA = "balancer.alpha.linkerd.io/";
  private static final String RATE = ALPHA + "failure-accrual-success-rate-";
  private static final int MOST_REQUESTS = 1_000_000;
  private static final Duration LEAST_WINDOW = Duration.ofMillis(10);

  private final Fields annotations;
  private final boolean strict;

  private TrafficReader(Fields document, boolean strict) {
    this.annotations = document.section("metadata").section("annotations");
    this.strict = strict;
  }

  static RouteTraffic ofRoute(Fields document) {
    return new TrafficReader(document, true).routes();
  }

  static ParentTraffic ofParent(Fields document) {
    var reader = new TrafficReader(document, false);
    return new ParentTraffic(reader.routes(), reader.accrual(), reader.bias());
  }

  private RouteTraffic routes() {
    return new RouteTraffic(
        timeouts(), retry("http", RetryConditions.HTTP), retry("grpc", RetryConditions.GRPC));
  }

  private Timeouts timeouts() {
    var group = group();
    var timeouts =
        new Timeouts(
            group.positive(TIMEOUT + "request"),
            group.positive(TIMEOUT + "response"),
            group.positive(TIMEOUT + "idle"));
    return group.isGood() ? timeouts : Timeouts.NONE;
  }

  private <C> Retry<C> retry(String protocol, Syntax<C> conditions) {
    var group = group();
    var limit = group.get(RETRY + "limit", AnnotationGroup.U16).filter(n -> n > 0);
    var retry =
        new Retry<C>(
            limit.orElse(null),
            group.positive(RETRY + "timeout"),
            group.get(RETRY + protocol, conditions).orElse(null));
    return group.isGood() ? retry : Retry.none();
  }

  private Optional<Accrual> accrual() {
    var group = group();
    var kind = group.get(ACCRUAL, Syntaxes.oneOf("consecutive", "unified"));
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    boolean unified = kind.get().equals("unified");
    var backoff = backoff(group, unified);
    int most = group.get(ACCRUAL + "-consecutive-max-failures", AnnotationGroup.U31).orElse(7);
    Accrual accrual =
        unified ? unified(group, most, backoff) : new Accrual.Consecutive(most, backoff);
    return group.isGood() ? Optional.of(accrual) : Optional.empty();
  }

  private static Backoff backoff(AnnotationGroup group, boolean unified) {
    var min = group.span(ACCRUAL + "-consecutive-min-penalty", Duration.ofSeconds(1));
    var most = ACCRUAL + "-consecutive-max-penalty";
    var max = group.span(most, Duration.ofSeconds(60));
    group.require(
        max.isPositive() && max.compareTo(min) >= 0, most, "above zero, and at least min-penalty");
    var jitter = group.get(ACCRUAL + "-consecutive-jitter-ratio", AnnotationGroup.ratio(100));
    boolean honor =
        unified
            && group
                .get(ALPHA + "failure-accrual-honor-retry-after", AnnotationGroup.BOOLEAN)
                .orElse(false);
    return new Backoff(min, max, jitter.orElse(0.5).floatValue(), honor);
  }

  private static Accrual unified(AnnotationGroup group, int most, Backoff backoff) {
    double threshold = group.get(RATE + "threshold", AnnotationGroup.ratio(1)).orElse(0.8);
    var window = group.span(RATE + "window", Duration.ofSeconds(10));
    group.require(
        window.isPositive() && (threshold == 0 || window.compareTo(LEAST_WINDOW) >= 0),
        RATE + "window",
        "at least 10ms");
    int requests = group.get(RATE + "min-requests", AnnotationGroup.U31).orElse(5);
    // Proxies check it for every threshold, and an invalid policy would fail all requests.
    group.require(requests <= MOST_REQUESTS, RATE + "min-requests", "at most " + MOST_REQUESTS);
    return new Accrual.Unified(most, backoff, threshold, window, requests);
  }

  private Optional<Bias> bias() {
    var group = group();
    boolean on = group.get(ALPHA + "penalize-failures", AnnotationGroup.BOOLEAN).orElse(false);
    var bias =
        new Bias(
            group.span(ALPHA + "load-biaser-penalty", Duration.ofSeconds(5)),
            group.span(ALPHA + "load-biaser-max-retry-after", Duration.ofSeconds(300)));
    group.require(
        bias.penalty().toMillis() <= AnnotationGroup.MOST_MILLIS,
        ALPHA + "load-biaser-penalty",
        "at most 49 days");
    return on && group.isGood() ? Optional.of(bias) : Optional.empty();
  }

  private AnnotationGroup group() {
    return new AnnotationGroup(annotations, strict);
  }
}
