package weft.cli.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.cli.demo.Script.Outage;
import weft.cli.metrics.Scrape;

/** Counts as a good run leaves them; each method returns what differs in one thing. */
record Counted(
    List<EdgeCount> counts,
    ReportCount reports,
    String web,
    Map<String, String> others,
    Outage outage) {
  private static final DemoMesh MESH = new DemoMesh("127.0.1", Ports.USUAL);

  static final String API_ROUTE =
      "outbound_http_route_request_statuses_total{parent_name=\"api\",http_status=\"200\"} 100\n";

  /** 100 requests to api, 60 of them by api-1 and 40 by api-3; 10 to greeter; 5 to the cache. */
  static Counted well() {
    var web =
        API_ROUTE
            + report("success", 3)
            + report("failure", 2)
            + "outbound_grpc_route_request_statuses_total{parent_name=\"greeter\"} 10\n"
            + outbound("127.0.1.2:9001", 60)
            + outbound("127.0.1.4:9001", 40)
            + outbound("127.0.1.12:9002", 10)
            + "tcp_open_total{direction=\"outbound\",peer=\"dst\",target_addr=\"127.0.1.21:6379\"} 1\n";
    var others = new HashMap<String, String>();
    others.put("api-1", inbound(9001, 60, "http/2"));
    others.put("api-3", inbound(9001, 40, "http/2"));
    others.put("greeter-1", inbound(9002, 10, "http/2"));
    others.put(
        "cache",
        """
        tcp_open_total{direction="inbound",peer="src",target_port="6379",tls="true"} 1
        tcp_open_total{direction="inbound",peer="dst",tls="no_identity"} 1
        inbound_tcp_transport_header_connections_total{session_protocol="",target_port="6379"} 1
        """);
    var counts =
        List.of(
            new EdgeCount("api", 100, 0, 5.25, 52.5, List.of()),
            new EdgeCount("greeter", 10, 0, 1, 2, List.of()),
            new EdgeCount("cache", 5, 0, 0.5, 0.75, List.of()));
    return new Counted(counts, new ReportCount(3, 2, 0, 17), web, others, Outage.NONE);
  }

  private static String report(String classification, int responses) {
    return """
    route_response_total{direction="outbound",dst="api.default.svc.cluster.local:80",\
    rt_route="report",classification="%s"} %d
    """
        .formatted(classification, responses);
  }

  private static String outbound(String address, int responses) {
    return """
    response_total{direction="outbound",target_addr="%1$s",status_code="200"} %2$d
    response_latency_ms_bucket{direction="outbound",target_addr="%1$s",le="10"} %2$d
    response_latency_ms_bucket{direction="outbound",target_addr="%1$s",le="+Inf"} %2$d
    """
        .formatted(address, responses);
  }

  private static String inbound(int port, int responses, String carriedAs) {
    return """
    request_total{direction="inbound",target_port="%1$d",tls="true"} %2$d
    response_total{direction="inbound",target_port="%1$d",tls="true"} %2$d
    inbound_tcp_transport_header_connections_total{session_protocol="%3$s",target_port="%1$d"} 1
    """
        .formatted(port, responses, carriedAs);
  }

  Counted withEdge(EdgeCount count) {
    var changed = new ArrayList<>(counts);
    changed.replaceAll(c -> c.service().equals(count.service()) ? count : c);
    return new Counted(changed, reports, web, others, outage);
  }

  Counted with(ReportCount seen) {
    return new Counted(counts, seen, web, others, outage);
  }

  Counted withWeb(String text) {
    return new Counted(counts, reports, text, others, outage);
  }

  Counted with(String workload, String text) {
    var changed = new HashMap<>(others);
    changed.put(workload, text);
    return new Counted(counts, reports, web, changed, outage);
  }

  Counted with(Outage when) {
    return new Counted(counts, reports, web, others, when);
  }

  Sight sight() {
    var scrapes = new HashMap<String, Scrape>();
    others.forEach((name, text) -> scrapes.put(name, Scrape.parse(text)));
    return new Sight(MESH, counts, reports, Scrape.parse(web), scrapes, outage);
  }
}
