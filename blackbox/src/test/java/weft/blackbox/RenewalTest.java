package weft.blackbox;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawSocket;
import weft.testkit.process.Command;
import weft.testkit.process.Nginx;

/** Certificates that live a few seconds, the control plane's own among them. */
class RenewalTest {
  private static final Duration LONG = ofSeconds(12);
  private static final int OPAQUE = 6379;
  private static final String REFRESHED = "control_identity_cert_refreshes_total";

  private static Mesh mesh;
  private static Sidecar web;
  private static Sidecar app;

  @BeforeAll
  static void start(@TempDir Path directory) {
    mesh = plan().start(directory);
    var nginx =
        Nginx.command(
            directory,
            mesh.ip("app") + ":" + Pair.NGINX + "; listen " + mesh.ip("app") + ":" + OPAQUE,
            "location / { return 200; }");
    app = mesh.start("app", hasty(mesh.runCommand("app", List.of(), nginx)));
    web =
        mesh.start(
            "web",
            hasty(mesh.proxyCommand("web"))
                .env("WEFT_OUTBOUND_LISTENERS", mesh.ip("web") + ":6379=opaque:6379"));
    app.awaitReady();
    web.awaitReady();
    Until.holds(() -> askOpaquely() == 200, () -> "no answer");
  }

  /** A certificate is good for some seconds longer than its lifetime, as clocks differ. */
  private static Command hasty(Command sidecar) {
    return sidecar
        .env("LINKERD2_PROXY_IDENTITY_MIN_REFRESH", "1s")
        .env("LINKERD2_PROXY_IDENTITY_MAX_REFRESH", "2s");
  }

  private static Plan plan() {
    return Mesh.plan()
        .setting("issuer", "{ certificate: ca/issuer.pem, key: ca/issuer-key.pem, lifetime: 6s }")
        .workload("web")
        .workload("app", Pair.NGINX, OPAQUE)
        .service("api", 80, "app", Pair.NGINX)
        .service("opaque", OPAQUE, "app", OPAQUE);
  }

  @AfterAll
  static void stop() {
    mesh.close();
  }

  @Test
  void certificatesThatAreRenewedEveryFewSecondsUnderLoadFailNoRequest() {
    double before = renewals();
    int handshakes = 0;
    try (var load = Load.on(web, LONG, "api")) {
      while (load.isRunning()) {
        assertThat(askOpaquely()).isEqualTo(200);
        handshakes++;
      }
      double rate = load.awaitEnd();
      System.out.printf(
          "%.0f renewals and %d handshakes under %.0f requests/s%n",
          renewals() - before, handshakes, rate);
    }
    assertThat(renewals() - before).isGreaterThanOrEqualTo(6);
    for (var proxy : new Sidecar[] {web, app}) {
      assertThat(proxy.counters().sum(REFRESHED, "result=\"error\"")).isZero();
    }
  }

  private static double renewals() {
    return web.counters().sum(REFRESHED, "result=\"ok\"")
        + app.counters().sum(REFRESHED, "result=\"ok\"");
  }

  /** A request as bytes that nobody parses: each one has a connection of its own all the way. */
  private static int askOpaquely() {
    try (var client = RawSocket.connect(new InetSocketAddress(web.ip(), OPAQUE))) {
      client.patience(Weft.PATIENCE);
      return RawResponse.read(client.send("GET / HTTP/1.1\r\nHost: o\r\n\r\n")).status();
    }
  }
}
