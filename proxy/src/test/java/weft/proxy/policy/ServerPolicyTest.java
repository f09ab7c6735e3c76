package weft.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.proxy.policy.Wire.meshed;
import static weft.proxy.policy.Wire.plain;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import weft.proxy.config.Cidr;
import weft.proxy.config.DefaultPolicy;
import weft.proxy.policy.ServerPolicy.Kind;

class ServerPolicyTest {
  private static final List<Cidr> CLUSTER =
      List.of(Objects.requireNonNull(Cidr.parse("10.0.0.0/8")));
  private static final String DNS = "web.default.serviceaccount.identity.linkerd.cluster.local";
  private static final String SPIFFE = "spiffe://cluster.local/web";

  /** Columns: near is 10.1.1.1, far is 192.168.0.1, both in clear; then meshed clients, near. */
  @ParameterizedTest
  @CsvSource({
    "ALL_UNAUTHENTICATED,     true,  true,  true,  true,  true",
    "AUDIT,                   true,  true,  true,  true,  true",
    "CLUSTER_UNAUTHENTICATED, true,  false, true,  true,  true",
    "ALL_AUTHENTICATED,       false, false, true,  false, false",
    "CLUSTER_AUTHENTICATED,   false, false, true,  false, false",
    "DENY,                    false, false, false, false, false"
  })
  void aDefaultPolicyAdmits(
      DefaultPolicy of, boolean near, boolean far, boolean dns, boolean uri, boolean nameless) {
    ServerPolicy policy = ServerPolicy.of(of, CLUSTER, false);
    assertThat(admits(policy, plain("10.1.1.1"))).isEqualTo(near);
    assertThat(admits(policy, plain("192.168.0.1"))).isEqualTo(far);
    assertThat(admits(policy, meshed(DNS))).isEqualTo(dns);
    assertThat(admits(policy, meshed(SPIFFE))).isEqualTo(uri);
    assertThat(admits(policy, meshed(null))).isEqualTo(nameless);
  }

  @ParameterizedTest
  @EnumSource(value = DefaultPolicy.class, names = "DENY", mode = EnumSource.Mode.EXCLUDE)
  void aPortWithoutDetectionKeepsTheAuthorizationsOfTheDefault(DefaultPolicy of) {
    ServerPolicy detected = ServerPolicy.of(of, CLUSTER, false);
    ServerPolicy opaque = ServerPolicy.of(of, CLUSTER, true);
    assertThat(detected.kind()).isEqualTo(Kind.DETECT);
    assertThat(opaque.kind()).isEqualTo(Kind.OPAQUE);
    assertThat(opaque.authorizations()).isEqualTo(detected.authorizations());
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void denyReadsNothingAndAdmitsNobody(boolean opaque) {
    ServerPolicy deny = ServerPolicy.of(DefaultPolicy.DENY, CLUSTER, opaque);
    assertThat(deny.kind()).isEqualTo(Kind.OPAQUE);
    assertThat(deny.authorizations()).isEmpty();
    assertThat(deny.meta()).isEqualTo(new Meta("", "default", "deny"));
  }

  @Test
  void everywhereIncludesIpv6ButAClusterOfIpv4DoesNot() {
    Peer client = plain("2001:db8::1");
    assertThat(admits(ServerPolicy.of(DefaultPolicy.ALL_UNAUTHENTICATED, CLUSTER, false), client))
        .isTrue();
    assertThat(
            admits(ServerPolicy.of(DefaultPolicy.CLUSTER_UNAUTHENTICATED, CLUSTER, false), client))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"DETECT,true", "TLS,true", "OPAQUE,true", "HTTP1,false", "HTTP2,false"})
  void onlyPortsThatMaySpeakAnythingForward(Kind kind, boolean forwards) {
    ServerPolicy open = ServerPolicy.of(DefaultPolicy.ALL_UNAUTHENTICATED, CLUSTER, false);
    var policy = new ServerPolicy(kind, open.authorizations(), null, open.meta(), open.route());
    assertThat(policy.authorizeForward(plain("10.1.1.1")) != null).isEqualTo(forwards);
    assertThat(admits(policy, plain("10.1.1.1"))).isTrue();
  }

  @Test
  void whatTheAuditPolicyAdmitsIsLogged() {
    assertThat(permit(DefaultPolicy.AUDIT).meta().isAudit()).isTrue();
    assertThat(permit(DefaultPolicy.ALL_UNAUTHENTICATED).meta().isAudit()).isFalse();
    assertThat(new Meta("policy.linkerd.io", "server", "audit").isAudit()).isFalse();
  }

  private static Authorization permit(DefaultPolicy of) {
    ServerPolicy policy = ServerPolicy.of(of, CLUSTER, false);
    return Objects.requireNonNull(policy.authorize(plain("10.1.1.1")));
  }

  private static boolean admits(ServerPolicy policy, Peer peer) {
    return policy.authorize(peer) != null;
  }
}
