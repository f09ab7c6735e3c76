package weft.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private final Registry registry = new Registry(() -> 0, 100);

  private String scrape() {
    var out = new StringBuilder();
    registry.write(out::append, Duration.ZERO);
    return out.toString();
  }

  @Test
  void outboundRoutesHaveTheNamesThatDashboardsUse() {
    var metrics = new OutboundMetrics(registry);
    Labels labels =
        LabelSets.resource("parent", "core", "Service", "emojivoto", "web-svc", 80, "")
            .and(LabelSets.resource("route", "", "default", "", "http"))
            .and("hostname", "");
    StreamMetrics route = metrics.http.route(labels);
    for (int i = 0; i < 12; i++) {
      route.ended(200, "", 1, 1);
    }
    assertThat(scrape())
        .contains(
            "outbound_http_route_request_statuses_total{parent_group=\"core\","
                + "parent_kind=\"Service\",parent_namespace=\"emojivoto\",parent_name=\"web-svc\","
                + "parent_port=\"80\",parent_section_name=\"\",route_group=\"\","
                + "route_kind=\"default\",route_namespace=\"\",route_name=\"http\",hostname=\"\","
                + "http_status=\"200\",error=\"\"} 12\n");
  }

  @Test
  void inboundAuthorizationIsLegacyAndRoutesAreNot() {
    var metrics = new InboundMetrics(registry);
    metrics.httpDenied.with(LabelSets.noTls("loopback")).add();
    metrics.grpc.requests.with(Labels.NONE).add();
    metrics.http.requestDuration.with(Labels.NONE).observe(1);
    assertThat(scrape())
        .startsWith("# HELP inbound_http_authz_deny_total ")
        .contains("inbound_grpc_requests_total 1\n")
        .contains("inbound_http_request_duration_seconds_bucket{le=\"0.025\"} 1\n");
  }
}
