package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.api.outbound.OutboundPolicy;
import weft.proxy.discover.InvalidPolicies;
import weft.testkit.Covers;
import weft.testkit.mesh.Say;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;

/** Policies that make no sense, on the wire: outbound.md 5.3. */
final class OutboundBadPolicyTest {
  private static final String API = "api.ns1.svc.cluster.local";
  private static final OutboundPolicy GOOD = Say.balanced(TestMesh.WEB + ":80");

  private final TestMesh mesh = new TestMesh();
  private final RawServer app = mesh.app().serve(Http.ANSWERING);

  @AfterEach
  void close() {
    mesh.close();
  }

  /** To whoever watches the first service. */
  private void say(OutboundPolicy policy) {
    for (var call : mesh.control.outbound().calls()) {
      if (call.request().getAuthority().startsWith(TestMesh.WEB)) {
        call.send(policy);
      }
    }
  }

  private static RawResponse await(Sidecar proxy, int status, String when) {
    Await.until(() -> proxy.asks(TestMesh.WEB).status() == status, () -> "not yet so: " + when);
    return proxy.asks(TestMesh.WEB);
  }

  @Test
  @Covers("outbound#16")
  void eachInvalidFormFailsItsOwnDestinationAndNoOther() {
    mesh.knowsWeb(Say.endpoint(app.address()));
    var proxy = mesh.start(mesh.environment());
    assertThat(proxy.asks(TestMesh.WEB).status()).isEqualTo(200);
    InvalidPolicies.all()
        .forEach(
            invalid -> {
              var what = String.valueOf(invalid.get()[0]);
              say((OutboundPolicy) invalid.get()[1]);
              var response = await(proxy, 500, what);
              assertThat(response.header("l5d-proxy-error").orElseThrow())
                  .as(what)
                  .contains("invalid client policy configuration");
              assertThat(proxy.asks(API).status()).as(what).isEqualTo(200);
              say(GOOD);
              await(proxy, 200, "recovered from " + what);
            });
  }
}
