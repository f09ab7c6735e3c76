package weft.cli.demo;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import weft.cli.demo.Script.Outage;
import weft.cli.metrics.Latency;
import weft.cli.metrics.Sample;
import weft.cli.metrics.Scrape;

/**
 * All that was counted up to one moment, by the client and by the proxies. Immutable.
 *
 * @param counts of the load, without the reports
 * @param web of the client's sidecar
 * @param others of the serving sidecars that answered, by workload
 */
record Sight(
    DemoMesh mesh,
    List<EdgeCount> counts,
    ReportCount reports,
    Scrape web,
    Map<String, Scrape> others,
    Outage outage) {
  private static final String OPAQUE = "cache";

  Sight {
    counts = List.copyOf(counts);
    others = Map.copyOf(others);
  }

  List<Edge> edges() {
    return counts.stream().map(this::edge).toList();
  }

  private Edge edge(EdgeCount count) {
    var service = count.service();
    return new Edge(
        service,
        protocol(service),
        carriedAs(service),
        encrypted(service),
        count,
        service.equals("api") ? count.failedWithin(outage.fromMs(), outage.toMs()) : 0,
        endpoints(count));
  }

  static boolean isOpaque(String service) {
    return service.equals(OPAQUE);
  }

  private static String protocol(String service) {
    return switch (service) {
      case "api" -> "http/1.1";
      case "greeter" -> "grpc";
      default -> "opaque";
    };
  }

  List<Instance> instances(String service) {
    return mesh.everyInstance().stream()
        .filter(instance -> instance.service().equals(service))
        .toList();
  }

  /** What the transport headers named that the serving sidecars got. */
  private String carriedAs(String service) {
    return instances(service).stream()
        .flatMap(instance -> transportHeaders(instance).stream())
        .map(sample -> sample.label("session_protocol"))
        .distinct()
        .map(Sight::shortName)
        .reduce((one, other) -> one + ", " + other)
        .orElse("?");
  }

  private static String shortName(String protocol) {
    return switch (protocol) {
      case "http/2" -> "h2";
      case "http/1" -> "http/1.1";
      default -> "opaque";
    };
  }

  private List<Sample> transportHeaders(Instance instance) {
    return scrape(instance)
        .of(
            "inbound_tcp_transport_header_connections_total",
            sample -> sample.has("target_port", Integer.toString(instance.port())));
  }

  private boolean encrypted(String service) {
    var name = isOpaque(service) ? "tcp_open_total" : "request_total";
    double all = 0;
    double encrypted = 0;
    for (var instance : instances(service)) {
      all += scrape(instance).sum(name, inbound(instance));
      encrypted += scrape(instance).sum(name, inbound(instance).and(s -> s.has("tls", "true")));
    }
    return all > 0 && all == encrypted;
  }

  private List<Edge.Endpoint> endpoints(EdgeCount count) {
    var instances =
        instances(count.service()).stream().filter(instance -> sent(instance) > 0).toList();
    double all = instances.stream().mapToDouble(this::sent).sum();
    return instances.stream()
        .map(
            instance ->
                new Edge.Endpoint(
                    instance.address(),
                    instance.name(),
                    sent(instance) / all,
                    instances.size() == 1 ? count.p50Ms() : p50(instance),
                    instance.name().equals(Commands.SLOW)))
        .toList();
  }

  /** Attempts of the client's sidecar; connections where it sees only bytes. */
  double sent(Instance to) {
    return isOpaque(to.service())
        ? web.sum("tcp_open_total", outbound(to).and(s -> s.has("peer", "dst")))
        : web.sum("response_total", outbound(to));
  }

  private double p50(Instance instance) {
    return Latency.between(Scrape.EMPTY, web, "response_latency_ms", outbound(instance))
        .quantile(0.5);
  }

  Scrape scrape(Instance instance) {
    return others.getOrDefault(instance.name(), Scrape.EMPTY);
  }

  static Predicate<Sample> inbound(Instance instance) {
    var port = Integer.toString(instance.port());
    return sample ->
        sample.has("direction", "inbound")
            && sample.has("target_port", port)
            && !sample.has("peer", "dst");
  }

  static Predicate<Sample> outbound(Instance to) {
    return sample -> sample.has("direction", "outbound") && sample.has("target_addr", to.address());
  }
}
