package weft.blackbox;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawSocket;
import weft.testkit.process.Nginx;

/**
 * Two control planes over the same trust material and state, and over files that differ only in
 * where each of them listens. The instance that is asked has announced itself to one of them.
 */
class TwoControlPlanesTest {
  /** A registration lasts 10 s: it must be renewed at the other one within this time. */
  private static final Duration LONGER_THAN_A_LEASE = ofSeconds(11);

  private static Mesh mesh;
  private static Path secondFile;
  private static Sidecar web;
  private static Sidecar worker;

  @BeforeAll
  static void start(@TempDir Path directory) {
    mesh = plan().prepare(directory);
    secondFile = directory.resolve("second.yaml");
    writeSecond();
    mesh.startControl();
    mesh.startControl(secondFile);
    var reach = reach();
    web = mesh.start("web", mesh.proxyCommand("web", reach));
    worker = startWorker(directory, mesh.joinGroup("workers", reach));
    web.awaitReady();
    Until.holds(() -> ask("api").status() == 200, () -> "nobody is announced: " + ask("api"));
    awaitBoth(web);
    awaitBoth(worker);
  }

  private static Plan plan() {
    return Mesh.plan()
        .setting("state", "state/")
        .workload("web")
        .workload("worker")
        .document(
            """
            kind: ExternalGroup
            metadata: { name: workers, namespace: default }
            spec:
              template:
                metadata: { labels: { app: workers } }
                spec:
                  meshTLS: { identity: worker.default.serviceaccount.identity.linkerd.cluster.local }
                  ports: [ { name: http } ]
            """)
        .service("api", 80, "workers", Pair.NGINX);
  }

  /** How sidecars reach both. */
  private static Object[] reach() {
    var both = new String[] {mesh.controlIp(), mesh.secondControlIp()};
    return new Object[] {
      "--control", String.join(":8443,", both) + ":8443",
      "--dns", String.join(":8053,", both) + ":8053"
    };
  }

  private static Sidecar startWorker(Path directory, Path join) {
    var ip = mesh.ip("worker");
    var nginx = Nginx.command(directory, ip + ":" + Pair.NGINX, "location / { return 200; }");
    var run =
        Weft.command("run", "--join", join, "--port", "http=" + Pair.NGINX, "--")
            .and(nginx.words().toArray())
            .env("LINKERD2_PROXY_INBOUND_LISTEN_ADDR", ip + ":4143")
            .env("LINKERD2_PROXY_OUTBOUND_LISTEN_ADDR", ip + ":4140")
            .env("LINKERD2_PROXY_ADMIN_LISTEN_ADDR", ip + ":4191")
            .env("WEFT_APP_HOST", ip)
            .env("WEFT_IPS", ip);
    return mesh.start("worker", run);
  }

  private static void writeSecond() {
    mesh.write(
        secondFile, mesh.text().replace(mesh.controlIp() + ":", mesh.secondControlIp() + ":"));
  }

  @AfterAll
  static void stop() {
    mesh.close();
  }

  @Test
  void eitherMayBeKilledUnderLoadAndEditsAreInForceByTheOther() {
    loseUnderLoad(mesh.file(), "while-the-first-is-gone");
    loseUnderLoad(secondFile, "while-the-second-is-gone");
    var updates = "outbound_http_balancer_p2c_updates_total";
    assertThat(web.counters().sum(updates)).isPositive();
    assertThat(web.counters().sum(updates, "op=\"Remove\"")).as("endpoints lost").isZero();
  }

  /** Kills the control plane over a file, adds a service, and starts it again. */
  private static void loseUnderLoad(Path file, String service) {
    try (var load = Load.on(web, LONGER_THAN_A_LEASE, "api")) {
      mesh.control(file).signal("KILL");
      load.awaitEnd();
    }
    addService(service);
    writeSecond();
    Until.holds(() -> ask(service).status() == 200, () -> "not in force: " + ask(service));
    mesh.startControl(file);
    awaitBoth(web);
    awaitBoth(worker);
  }

  /** Waits until a sidecar has found both again, which takes as long as it waits between tries. */
  private static void awaitBoth(Sidecar sidecar) {
    sidecar.awaitCounters(
        "connected to both",
        c -> c.sum("control_destination_balancer_endpoints", "endpoint_state=\"ready\"") == 2);
  }

  private static void addService(String name) {
    mesh.write(
        mesh.text()
            + """
            ---
            kind: Service
            metadata: { name: %s, namespace: default }
            spec: { selector: { app: workers }, ports: [ { port: 80, targetPort: %d } ] }
            """
                .formatted(name, Pair.NGINX));
  }

  private static RawResponse ask(String service) {
    try (var client = RawSocket.connect(new InetSocketAddress(web.ip(), 4140))) {
      client.patience(Weft.PATIENCE);
      return RawResponse.read(client.send("GET / HTTP/1.1\r\nHost: " + service + "\r\n\r\n"));
    }
  }
}
