package weft.proxy.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.proxy.config.DefaultPolicy;
import weft.proxy.config.Id;
import weft.proxy.policy.Authorization;
import weft.proxy.policy.Peer;
import weft.proxy.policy.ServerPolicy;

class PolicyLabelsTest {
  private static final String TARGET =
      "target_addr=\"127.0.0.1:8080\",target_ip=\"127.0.0.1\",target_port=\"8080\"";
  private static final String SERVER =
      "srv_group=\"\",srv_kind=\"default\",srv_name=\"all-unauthenticated\",srv_port=\"8080\"";
  private static final String ROUTE =
      "route_group=\"\",route_kind=\"default\",route_name=\"default\"";
  private static final String AUTHZ =
      "authz_group=\"\",authz_kind=\"default\",authz_name=\"all-unauthenticated\"";
  private static final String CLEAR = "tls=\"no_identity\",no_tls_reason=\"no_tls_from_remote\"";

  private final ServerPolicy policy =
      ServerPolicy.of(DefaultPolicy.ALL_UNAUTHENTICATED, List.of(), false);

  private PolicyLabels of(boolean tls, String id) {
    var local = InetAddress.getLoopbackAddress();
    var peer = tls ? Peer.terminated(local, id.isEmpty() ? null : Id.parse(id)) : Peer.plain(local);
    return new PolicyLabels(new InetSocketAddress(local, 8080), peer, policy);
  }

  private Authorization permit() {
    return policy.authorizations().getFirst();
  }

  @Test
  void requestsNameTargetTlsServerRouteAndAuthorizationInThisOrder() {
    assertThat(of(false, "").requests(permit()).text())
        .isEqualTo(
            "direction=\"inbound\"," + String.join(",", TARGET, CLEAR, SERVER, ROUTE, AUTHZ));
  }

  @Test
  void aDecisionNamesTheClientLast() {
    assertThat(
            of(true, "web.ns.serviceaccount.identity.linkerd.cluster.local")
                .decided(permit())
                .text())
        .isEqualTo(
            String.join(",", TARGET, SERVER, ROUTE, AUTHZ)
                + ",tls=\"true\",client_id=\"web.ns.serviceaccount.identity.linkerd.cluster.local\"");
    assertThat(of(true, "").decided(null).text())
        .isEqualTo(String.join(",", TARGET, SERVER, ROUTE) + ",tls=\"true\",client_id=\"\"");
  }

  @Test
  void aConnectionHasNoRoute() {
    assertThat(of(false, "").connection(permit()).text())
        .isEqualTo(String.join(",", TARGET, SERVER, AUTHZ, CLEAR));
    assertThat(of(false, "").connection(null).text())
        .isEqualTo(String.join(",", TARGET, SERVER, CLEAR));
  }

  @Test
  void theNewerFamiliesCallTheServerParent() {
    assertThat(of(false, "").registry().text())
        .isEqualTo(
            "parent_group=\"\",parent_kind=\"default\",parent_name=\"all-unauthenticated\","
                + "parent_port=\"8080\","
                + ROUTE);
  }
}
