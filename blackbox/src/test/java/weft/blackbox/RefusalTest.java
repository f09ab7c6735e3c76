package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;

/** What a client is told when its request cannot be served, and that nothing worse happens. */
@ExtendWith(Pair.Shared.class)
class RefusalTest {
  private final Pair pair;

  RefusalTest(Pair pair) {
    this.pair = pair;
  }

  private void assertRefused(RawResponse answer, int status, String... why) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("l5d-proxy-error").orElse("")).contains(why);
    assertNoStackTrace();
  }

  private void assertNoStackTrace() {
    for (var proxy : new Sidecar[] {pair.web(), pair.app()}) {
      assertThat(proxy.child().out() + proxy.child().err()).doesNotContain("\tat ", "Exception");
    }
  }

  @Test
  void aNameThatNobodyHas() {
    assertRefused(pair.ask("http://no-such-host/"), 502, "no-such-host:80", "cannot resolve");
  }

  @Test
  void aServiceThatDoesNotExist() {
    assertRefused(
        pair.ask("http://ghost.default.svc.cluster.local/"), 504, "Service.default.ghost:80");
  }

  @Test
  void aServiceWithoutEndpoints() {
    assertRefused(
        pair.ask("http://empty/"), 504, "Service.default.empty:80", "in fail-fast: not ready");
  }

  @Test
  void anInstanceWhoseProxyRefuses() {
    assertRefused(
        pair.ask("http://gone/"), 504, "Service.default.gone:80", "in fail-fast: not ready");
    assertThat(pair.web().child().out()).contains("Failed to connect: Connection refused");
  }

  @Test
  void anInstanceWhoseProxyAcceptsAndSaysNothing() {
    try (var silent = RawServer.start(new InetSocketAddress(pair.mesh().ip("silent"), 4143))) {
      assertRefused(
          pair.ask("http://silent/"), 504, "Service.default.silent:80", "in fail-fast: not ready");
      assertThat(silent.accept().read(1)).as("a TLS record").containsExactly(22);
      // the connect has as long as the queue: which of them ends first is open
      pair.web().child().awaitLine("timed out after 3000ms", Weft.PATIENCE);
    }
  }

  @Test
  void anApplicationThatEndsBeforeItAnswers() {
    try (var _ = RawServer.start(pair.app(Pair.RAW)).serve(any -> any.readThrough("\r\n"))) {
      assertThat(pair.ask("http://raw/").status()).isEqualTo(502);
    }
    assertNoStackTrace();
  }

  /** The cause is a matter between the proxies: the client's one logs it, and takes it away. */
  @Test
  void anApplicationThatRefusesConnections() {
    assertRefused(pair.ask("http://refusing/"), 502, "");
    pair.web()
        .child()
        .awaitLine("Remote proxy error: client error (Connect): Connection refused", Weft.PATIENCE);
  }

  @Test
  void headersThatAreTooLarge() {
    assertRefused(pair.ask("http://api/", "X-Large: " + "a".repeat(500_000)), 431, "bytes (limit)");
  }

  @Test
  void aRequestToTheProxyItself() {
    var itself = pair.web().outbound();
    assertRefused(
        pair.ask("http://" + itself + "/"),
        508,
        "loop: " + itself + " is a listener of this proxy");
  }

  @Test
  void halfARequestLeavesNothing() {
    try (var client = pair.connect()) {
      client.send("POST http://api/ HTTP/1.1\r\nHost: api\r\nContent-Length: 9\r\n\r\nhalf");
    }
    try (var client = pair.connect()) {
      client.send("GET http://api/ HT");
    }
    assertThat(pair.ask("http://api/").status()).isEqualTo(200);
    assertNoStackTrace();
  }

  @Test
  void whatIsNoHttp() {
    try (var client = pair.connect()) {
      client.send("\0\1\2\3 this is no HTTP\r\n\r\n").readToEnd();
    }
    assertNoStackTrace();
  }
}
