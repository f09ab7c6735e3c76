package weft.cli.demo;

import java.util.List;

/**
 * What went from the client to one service.
 *
 * @param protocol what both applications speak
 * @param carriedAs what the sidecars speak to each other
 * @param encrypted all of it came to the inbound sidecars by mutual TLS
 * @param failedInFlight those failures that were under way to the instance that was killed
 */
record Edge(
    String to,
    String protocol,
    String carriedAs,
    boolean encrypted,
    EdgeCount count,
    long failedInFlight,
    List<Endpoint> endpoints) {

  Edge {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * Its part in the traffic.
   *
   * @param share of the attempts, or of the connections where bytes are opaque; 0 to 1
   * @param p50Ms NaN where it is not known
   */
  record Endpoint(String address, String workload, double share, double p50Ms, boolean slow) {}

  static final String FROM = "web";

  double successRate() {
    return count.requests() == 0
        ? 0
        : (count.requests() - count.failed()) / (double) count.requests();
  }
}
