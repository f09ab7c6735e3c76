package weft.proxy.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.proxy.config.Addr;
import weft.proxy.config.Baseline;
import weft.proxy.discover.FakeDns;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;
import weft.testkit.process.Program;

/** Requests to the outbound port as programs send them that know a proxy. */
class ForwardTest {
  private static final Program PYTHON = new Program("python3", "python3");

  private final RawServer server = RawServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  private String target() {
    return "127.0.0.1:" + server.port();
  }

  @Test
  void whatIsAskedOfAProxyReachesTheServerInOriginForm() throws Exception {
    try (var proxy = new OutboundPort();
        var client = RawSocket.connect(proxy.port())) {
      client.send("GET http://" + target() + "/a?b HTTP/1.1\r\nHost: wrong\r\n\r\n");
      assertThat(server.accept().readThrough("\r\n\r\n"))
          .isEqualTo("GET /a?b HTTP/1.1\r\nhost: " + target() + "\r\n\r\n");
    }
  }

  @Test
  void whatIsAskedOfAServerStaysAsItIs() throws Exception {
    try (var proxy = new OutboundPort()) {
      var listener = proxy.listen(new Addr.Socket(server.address()));
      try (var client = RawSocket.connect(listener.address())) {
        client.send("GET http://there/a HTTP/1.1\r\nHost: other\r\n\r\n");
        assertThat(server.accept().readThrough("\r\n\r\n"))
            .isEqualTo("GET http://there/a HTTP/1.1\r\nHost: other\r\n\r\n");
      } finally {
        listener.close();
      }
    }
  }

  @Test
  void pythonsServerUnderstands(@TempDir Path files) throws Exception {
    Files.writeString(files.resolve("hello"), "from Python");
    var python = PYTHON.with("-u", "-m", "http.server", "--bind", "127.0.0.1", "0").in(files);
    try (var proxy = new OutboundPort();
        var running = python.start()) {
      String line = running.awaitLine("Serving HTTP", Duration.ofSeconds(20));
      String port = line.replaceFirst(".* port (\\d+).*", "$1");
      var curl =
          Program.CURL.with(
              "-s",
              "-x",
              "http://127.0.0.1:" + proxy.port(),
              "http://127.0.0.1:" + port + "/hello");
      assertThat(curl.run(Duration.ofSeconds(20)).successfully().out()).isEqualTo("from Python");
    }
  }

  @Test
  void aServerThatClosesWithoutAnAnswerIsABadGateway() throws Exception {
    try (var proxy = new OutboundPort();
        var client = RawSocket.connect(proxy.port())) {
      client.send("GET / HTTP/1.1\r\nHost: " + target() + "\r\n\r\n");
      var at = server.accept();
      at.readThrough("\r\n\r\n");
      at.close();
      assertThat(client.readThrough("\r\n\r\n"))
          .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
          .contains("connection closed by peer before the response");
    }
  }

  @Test
  void opaqueBytesWaitForDiscoveryAsLongAsRequestsDo() throws Exception {
    var target = Objects.requireNonNull(Addr.parse("api.default.svc.cluster.local:6379"));
    try (var proxy = new OutboundPort()) { // which has no control plane
      var listener = proxy.listen(target);
      try (var client = RawSocket.connect(listener.address())) {
        client.send("*1\r\n$4\r\nPING\r\n").expectEnd();
      } finally {
        listener.close();
      }
    }
  }

  @Test
  void aSilentDnsOfTheMeshIsNamedAndNobodyElseIsAsked() throws Exception {
    try (var dns = new FakeDns(name -> FakeDns.Says.NOTHING);
        var proxy = new OutboundPort(silent(dns));
        var client = RawSocket.connect(proxy.port())) {
      client.send("GET / HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n\r\n");
      assertThat(client.readThrough("\r\n\r\n"))
          .startsWith("HTTP/1.1 504 Gateway Timeout\r\n")
          .contains("the mesh's DNS 127.0.0.1:" + dns.port() + " gives no answer");
    }
  }

  private static Baseline silent(FakeDns dns) {
    return new Baseline()
        .withWeft("DNS_SERVERS", "127.0.0.1:" + dns.port())
        .withWeft("DNS_SEARCH", "default.svc.cluster.local");
  }
}
