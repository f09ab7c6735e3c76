package weft.control.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.control.mesh.ObjectName;
import weft.testkit.Covers;

final class TargetTest {
  private static final ObjectName WEB = new ObjectName("ns1", "web");

  private static Target parse(String path) throws StatusException {
    return Target.parse(path, "cluster.local");
  }

  @Test
  void theThreeShapesAreRead() throws StatusException {
    assertThat(parse("web.ns1.svc.cluster.local:8080"))
        .isEqualTo(new Target.OfService(WEB, "web.ns1.svc.cluster.local", 8080));
    assertThat(parse("web.ns1.svc.cluster.local"))
        .isEqualTo(new Target.OfService(WEB, "web.ns1.svc.cluster.local", 80));
    assertThat(parse("web-0.web.ns1.svc.cluster.local:80"))
        .isEqualTo(new Target.OfInstance("web-0", WEB, 80));
    var v6 = new InetSocketAddress(InetAddress.ofLiteral("fd00::1"), 80);
    assertThat(parse("[fd00::1]:80")).isEqualTo(new Target.Address(v6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web.ns1.svc.cluster.local:0",
        "web.ns1.svc.cluster.local:65536",
        "web.ns1.svc.cluster.local:http",
        "web.ns1.svc.cluster.local:-1",
        "web.ns1.svc.example.org:80",
        "ns1.svc.cluster.local",
        "a.b.c.d.svc.cluster.local",
        "web.ns1.svc.cluster.local.:80",
        "web.NS1.svc.Cluster.local",
        ".ns1.svc.cluster.local",
        "fd00::1:80",
        ":80",
        "",
      })
  @Covers({"control-plane#D3", "control-plane#D5"})
  void anyOtherShapeIsInvalid(String path) {
    assertThatThrownBy(() -> parse(path))
        .satisfies(
            e ->
                assertThat(Status.fromThrowable(e).getCode())
                    .isEqualTo(Status.Code.INVALID_ARGUMENT));
  }
}
