package weft.proxy.inbound;

import org.jspecify.annotations.Nullable;
import weft.proxy.http.ExchangeMetrics;
import weft.proxy.policy.Authorization;
import weft.proxy.policy.ServerPolicy;
import weft.proxy.telemetry.Counter;
import weft.proxy.telemetry.ErrorCounters;
import weft.proxy.telemetry.StreamMetrics;

/**
 * Whether one policy admits one client to one port, and where what follows is counted.
 *
 * <p>Loop only. Series are found once, with the first request.
 */
final class Ruling {
  private final ServerPolicy policy;
  private final @Nullable Authorization authorization;
  private final PolicyLabels labels;
  private final Parts parts;
  private @Nullable Counter decided;
  private final ErrorCounters errors;
  private @Nullable ExchangeMetrics requests;
  private @Nullable StreamMetrics streams;

  Ruling(AppTarget target, ServerPolicy policy, Parts parts) {
    this.policy = policy;
    this.parts = parts;
    this.authorization = policy.authorize(target.peer());
    this.labels = new PolicyLabels(target.app(), target.peer(), policy);
    this.errors =
        ErrorCounters.leading(parts.metrics().httpErrors, labels.target().and(labels.server()));
  }

  /** Whether the port has routes for requests at all. */
  boolean hasRoute() {
    return policy.kind() != ServerPolicy.Kind.OPAQUE && policy.kind() != ServerPolicy.Kind.TLS;
  }

  boolean permits() {
    return authorization != null;
  }

  /** One request was decided on. */
  void count() {
    Counter known = decided;
    if (known == null) {
      var metrics = parts.metrics();
      var family = permits() ? metrics.httpAllowed : metrics.httpDenied;
      known =
          hasRoute()
              ? family.with(labels.decided(authorization))
              : metrics.httpNoRoute.with(labels.connection(null));
      decided = known;
    }
    known.add();
  }

  ErrorCounters errors() {
    return errors;
  }

  ExchangeMetrics requests() {
    ExchangeMetrics known = requests;
    if (known == null) {
      known = ExchangeMetrics.of(parts.requests().target(labels.requests(authorization)));
      requests = known;
    }
    return known;
  }

  StreamMetrics streams() {
    StreamMetrics known = streams;
    if (known == null) {
      var routes = policy.route().grpc() ? parts.metrics().grpc : parts.metrics().http;
      known = routes.route(labels.registry());
      streams = known;
    }
    return known;
  }

  /** No longer in force; what is under way may still be counted. */
  void retire() {
    if (requests != null) {
      requests.retired();
    }
  }
}
