package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.testkit.Covers;
import weft.testkit.mesh.Say;
import weft.testkit.peer.H2Socket;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;

/** What applications see of a proxy that ends: outbound.md 35.6, inbound.md 18. */
final class OutboundDrainTest {
  private static final String WEB = TestMesh.WEB;

  private final TestMesh mesh = new TestMesh();
  private final RawServer app = mesh.app();

  @AfterEach
  void close() {
    mesh.close();
  }

  private static void awaitEnd(Thread draining) throws InterruptedException {
    assertThat(draining.join(Duration.ofSeconds(10))).as("the drain has ended").isTrue();
  }

  @Test
  @Covers("outbound#110")
  void anIdleConnectionIsClosedAtOnce() throws InterruptedException {
    app.serve(Http.ANSWERING);
    mesh.knowsWeb(Say.endpoint(app.address()));
    var proxy = mesh.start(mesh.environment());
    var client = proxy.outbound();
    client.send("GET / HTTP/1.1\r\nhost: " + WEB + "\r\n\r\n");
    assertThat(RawResponse.read(client).body()).isEqualTo("ok");
    var draining = proxy.drain();
    client.expectEnd();
    awaitEnd(draining);
  }

  @Test
  @Covers("outbound#110")
  void aStreamUnderWayCompletesAfterTheClientIsToldToGo() throws InterruptedException {
    mesh.knowsWeb(Say.http2Endpoint(app.address()));
    var proxy = mesh.start(mesh.environment());
    var client = H2Socket.client(proxy.outbound());
    client.headers(1, true, ":method: GET", ":scheme: http", ":path: /", ":authority: " + WEB);
    var server = H2Socket.server(app.accept());
    server.hearHead();
    var draining = proxy.drain();
    assertThat(client.isToGo()).isTrue();
    server.headers(1, false, ":status: 200").data(1, true, "ok");
    assertThat(client.hearHead()).contains(":status: 200");
    assertThat(client.hearBody()).isEqualTo("ok");
    client.socket().close();
    awaitEnd(draining);
  }

  @Test
  @Covers("outbound#110")
  void aTunnelGoesOnUntilItIsClosed() throws InterruptedException {
    mesh.knowsWeb(Say.endpoint(app.address()));
    var opaque = Say.opaqueOver(Say.balancer(WEB + ":80"));
    mesh.control.outbound().whenCalled(call -> call.send(opaque));
    var environment = mesh.environment();
    int listener = environment.forward(WEB + ":80");
    var proxy = mesh.start(environment);
    var client = proxy.forwarding(listener).send("before");
    var server = app.accept().expect("before");
    var idle = proxy.outbound().send("GET / HTTP/1.1\r\nhost: " + WEB + "\r\n\r\n");
    RawResponse.read(idle); // whatever it is: the connection is known, and does nothing
    var draining = proxy.drain();
    idle.expectEnd();
    client.send("after");
    server.expect("after").send("answer");
    client.expect("answer");
    client.close();
    server.close();
    awaitEnd(draining);
  }
}
