package weft.proxy.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.proxy.config.Baseline;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/** The end of a proxy, over real sockets: docs/spec/inbound.md 18. */
class DrainTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: web\r\n\r\n";

  private final RawServer app = RawServer.start();
  private InboundPort proxy;
  private RawSocket client;

  @BeforeEach
  void open() throws Exception {
    proxy = new InboundPort(app.port(), new Baseline());
    client = RawSocket.connect(proxy.port());
  }

  @AfterEach
  void close() {
    client.close();
    proxy.close();
    app.close();
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    client.send(GET);
    answer(application());
    assertThat(RawResponse.read(client).header("connection")).isEmpty();
    var drained = proxy.drain();
    client.expectEnd().close();
    ends(drained);
  }

  @Test
  void aRequestUnderWayIsAnsweredAndItsConnectionClosed() throws Exception {
    client.send(GET);
    var at = application();
    var drained = proxy.drain().toCompletableFuture();
    waitsForLoop();
    assertThat(drained).isNotDone();
    answer(at);
    assertThat(RawResponse.read(client).header("connection")).contains("close");
    client.expectEnd().close();
    ends(drained);
  }

  @Test
  void bytesThatAreNotHttpGoOnUntilTheirPeersEnd() throws Exception {
    client.send("\0binary from the first byte on");
    var at = app.accept();
    at.expect("\0binary from the first byte on");
    var drained = proxy.drain().toCompletableFuture();
    at.send("and back");
    client.expect("and back");
    assertThat(drained).isNotDone();
    client.close();
    at.expectEnd().close();
    ends(drained);
  }

  @Test
  void whatIsCutEndsInTheMiddle() throws Exception {
    client.send(GET);
    var at = application();
    ends(proxy.cut());
    client.expectGone().close();
    at.expectGone().close();
  }

  @Test
  void newConnectionsAreRefused() throws Exception {
    client.close();
    int port = proxy.port();
    ends(proxy.drain());
    assertThatThrownBy(() -> RawSocket.connect(port)).isInstanceOf(UncheckedIOException.class);
  }

  private RawSocket application() {
    var at = app.accept();
    at.readThrough("\r\n\r\n");
    return at;
  }

  private static void answer(RawSocket at) {
    at.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi");
  }

  /** What the loop was asked before has happened. */
  private void waitsForLoop() throws Exception {
    var passed = new CompletableFuture<Void>();
    proxy.execute(() -> passed.complete(null));
    passed.get(10, TimeUnit.SECONDS);
  }

  private static void ends(java.util.concurrent.CompletionStage<Void> drained) throws Exception {
    drained.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
