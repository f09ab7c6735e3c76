package weft.proxy.discover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weft.api.meta.Metadata;
import weft.api.meta.Resource;
import weft.api.outbound.Backend;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OpaqueRoute;
import weft.api.outbound.ProxyProtocol;
import weft.proxy.telemetry.Labels;

class OutboundPolicyTest {
  private static final Backend BACKEND =
      Backend.newBuilder()
          .setMetadata(service("web-svc"))
          .setBalancer(
              Backend.BalanceP2c.newBuilder()
                  .setDiscovery(
                      Backend.EndpointDiscovery.newBuilder()
                          .setDst(
                              Backend.EndpointDiscovery.DestinationGet.newBuilder()
                                  .setPath("web-svc.emojivoto.svc.cluster.local:80"))))
          .build();

  private static Metadata service(String name) {
    return Metadata.newBuilder()
        .setResource(
            Resource.newBuilder()
                .setGroup("core")
                .setKind("Service")
                .setNamespace("emojivoto")
                .setName(name)
                .setPort(80))
        .build();
  }

  private static Metadata byDefault(String name) {
    return Metadata.newBuilder().setDefault(name).build();
  }

  private static HttpRoute http() {
    return HttpRoute.newBuilder()
        .setMetadata(byDefault("http"))
        .addRules(
            HttpRoute.Rule.newBuilder()
                .setBackends(
                    HttpRoute.Distribution.newBuilder()
                        .setFirstAvailable(
                            HttpRoute.Distribution.FirstAvailable.newBuilder()
                                .addBackends(
                                    HttpRoute.RouteBackend.newBuilder().setBackend(BACKEND)))))
        .build();
  }

  private static OpaqueRoute opaque() {
    return OpaqueRoute.newBuilder()
        .setMetadata(byDefault("opaq"))
        .addRules(
            OpaqueRoute.Rule.newBuilder()
                .setBackends(
                    OpaqueRoute.Distribution.newBuilder()
                        .setFirstAvailable(
                            OpaqueRoute.Distribution.FirstAvailable.newBuilder()
                                .addBackends(
                                    OpaqueRoute.RouteBackend.newBuilder().setBackend(BACKEND)))))
        .build();
  }

  @Test
  void requestsAndConnectionsAreCalledByTheirOwnRoutes() {
    var policy =
        OutboundPolicy.of(
            weft.api.outbound.OutboundPolicy.newBuilder()
                .setMetadata(service("web-svc"))
                .setProtocol(
                    ProxyProtocol.newBuilder()
                        .setDetect(
                            ProxyProtocol.Detect.newBuilder()
                                .setHttp1(ProxyProtocol.Http1.newBuilder().addRoutes(http()))
                                .setOpaque(ProxyProtocol.Opaque.newBuilder().addRoutes(opaque()))))
                .build());
    assertThat(policy.http().grpc()).isFalse();
    assertThat(policy.http().labels().text())
        .isEqualTo(
            "parent_group=\"core\",parent_kind=\"Service\",parent_namespace=\"emojivoto\","
                + "parent_name=\"web-svc\",parent_port=\"80\",parent_section_name=\"\","
                + "route_group=\"\",route_kind=\"default\",route_namespace=\"\","
                + "route_name=\"http\"");
    assertThat(policy.http().backend().text())
        .isEqualTo(
            "backend_group=\"core\",backend_kind=\"Service\",backend_namespace=\"emojivoto\","
                + "backend_name=\"web-svc\",backend_port=\"80\",backend_section_name=\"\"");
    assertThat(policy.bytes().route().text()).endsWith("route_name=\"opaq\"");
  }

  @Test
  void withoutAPolicyAllThreeAreCalledTheSame() {
    var names = RouteNames.ofDefault("fallback");
    assertThat(names.parent())
        .isEqualTo(
            new Labels(
                "parent_group=\"\",parent_kind=\"default\",parent_namespace=\"\","
                    + "parent_name=\"fallback\",parent_port=\"\",parent_section_name=\"\""));
    assertThat(names.backend().text()).contains("backend_name=\"fallback\"");
  }
}
