package weft.control.profile;

/** A ServiceProfile manifest with examples of all that it may say, each explained. Immutable. */
public record ProfileTemplate(String service, String namespace, String clusterDomain) {
  /** A document of its own, which is served as it is. */
  public String yaml() {
    return """
    # What clients of Service %1$s in namespace %2$s may know of it. Keep what you need.
    apiVersion: linkerd.io/v1alpha2
    kind: ServiceProfile
    metadata:
      name: %1$s.%2$s.svc.%3$s
      # The Service's namespace: for all clients. A client's own: for the clients there, first.
      namespace: %2$s
    spec:
      # A request belongs to the first route whose condition it meets.
      routes:
      - name: GET /items/{id} # the name in metrics
        condition:
          # All that stand here must hold. The expression must match the whole path.
          method: GET
          pathRegex: /items/[^/]*
        # A failure may be tried again, as long as the budget below has something left.
        isRetryable: true
        # From the request to the end of the answer, all tries together.
        timeout: 300ms
        # What counts as a failure; without any: statuses from 500 on.
        responseClasses:
        - condition:
            status: { min: 500, max: 599 }
          isFailure: true
        - condition:
            status: { min: 429, max: 429 }
          isFailure: true
      - name: everything else that changes something
        condition:
          # `all`, `any` and `not` join conditions.
          all:
          - pathRegex: /items/.*
          - not:
              method: GET
      # Retries on top of the requests themselves: at most this share of them, and this many a
      # second that are always allowed; requests count for the time of ttl, 1s to 60s.
      retryBudget:
        retryRatio: 0.2
        minRetriesPerSecond: 10
        ttl: 10s
      # Where requests go instead of to the Service itself, by weight.
      #
      # dstOverrides:
      # - authority: %1$s-stable.%2$s.svc.%3$s
      #   weight: 900m
      # - authority: %1$s-canary.%2$s.svc.%3$s
      #   weight: 100m
    """
        .formatted(service, namespace, clusterDomain);
  }
}
