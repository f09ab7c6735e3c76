package weft.bench.streams;

/**
 * How much is measured: each connection opens one stream to each service.
 *
 * @param instances of each service, before and after each pair of edits
 * @param edits how often every service changes
 */
public record Size(int connections, int services, int instances, int edits) {
  public Size {
    if (connections < 1 || services < 1 || instances < 1 || edits < 1) {
      throw new IllegalArgumentException(
          "all numbers must be 1 or more: %d connections, %d services, %d instances, %d edits"
              .formatted(connections, services, instances, edits));
    }
  }

  public int streams() {
    return connections * services;
  }
}
