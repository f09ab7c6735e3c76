package weft.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weft.cli.metrics.Scraper;
import weft.cli.run.Guard;
import weft.cli.run.Java;

/**
 * Runs a mesh of two instances that call each other in all ways, so that one sidecar, one
 * application and the control plane meet all that they load. Each of these three virtual machines
 * leaves an archive of it at its end (JEP 483, 514, 515): later ones start in half of the time, and
 * need less memory. Blocks.
 */
public final class Rehearsal {
  private static final Duration LOAD = Duration.ofSeconds(5);

  /** A virtual machine that writes its archive is slow to end. */
  private static final Duration WRITING = Duration.ofSeconds(90);

  private final Path archives;
  private final JoinFiles joins;

  /** Archives are written to the directory. */
  public Rehearsal(Path archives, JoinFiles joins) {
    this.archives = archives;
    this.joins = joins;
  }

  /**
   * Runs it to its end.
   *
   * @throws IOException if something did not start; the message says why
   */
  public void run() throws IOException, InterruptedException {
    Files.createDirectories(archives);
    var directory = Files.createTempDirectory("weft-rehearsal-").toRealPath();
    var guard = Guard.start();
    guard.remove(directory);
    try (var place = Place.find();
        var crew = new Crew(directory, guard)) {
      play(new Room(place.network(), directory), crew);
    }
  }

  /** Where it takes place. */
  private record Room(String network, Path directory) {
    Path mesh() {
      return directory.resolve("mesh.yaml");
    }

    String ip(int number) {
      return network + '.' + number;
    }
  }

  private void play(Room room, Crew crew) throws IOException, InterruptedException {
    Trust.make(room.directory());
    Files.writeString(room.mesh(), mesh(room));
    var control = crew.start("control", control(room), Map.of());
    control.await("does not serve", () -> Listening.accepts(room.ip(250), 8443));
    var a = start(room, crew, "a", room.ip(1), "b", true);
    var b = start(room, crew, "b", room.ip(2), "a", false);
    for (var word : List.of(Web.START, Web.STOP)) {
      tell(a, word);
      tell(b, word);
      Thread.sleep(LOAD);
    }
    b.process().getOutputStream().close();
    a.process().getOutputStream().close();
    a.end(WRITING);
    control.ask();
    control.end(WRITING);
  }

  private List<String> control(Room room) {
    var command = Java.command("weft.cli.Weft", recorded("weft.cli.Weft", Commands.CONTROL, true));
    command.addAll(List.of("control", "--config", room.mesh().toString()));
    return command;
  }

  private Member start(Room room, Crew crew, String name, String ip, String other, boolean recorded)
      throws IOException, InterruptedException {
    var join = room.directory().resolve(name + ".join");
    joins.write(room.mesh(), name, join);
    var command = Java.command("weft.cli.Run", recorded("weft.cli.Run", Java.SIDECAR, recorded));
    var listener = ip + ":6380";
    command.addAll(List.of("--join", join.toString(), "--health", "tcp"));
    command.addAll(List.of("--listen", listener + '=' + other + ":6379", "--"));
    var main = "weft.cli.demo.Everything";
    command.addAll(Java.command(main, recorded(main, Commands.APPLICATION, recorded)));
    command.addAll(List.of(ip, name, listener, other, other + ".default.svc.cluster.local:81"));
    var member = crew.start(name, command, Map.of());
    var scraper = new Scraper();
    member.await("is not ready", () -> scraper.isReady(ip + ":4191"));
    return member;
  }

  private List<String> recorded(String main, List<String> options, boolean recorded) {
    var all = new ArrayList<>(options);
    if (recorded) {
      all.add("-XX:AOTCacheOutput=" + archives.resolve(Java.archive(main)));
    }
    return all;
  }

  private static void tell(Member member, String word) throws IOException {
    var commands = member.process().getOutputStream();
    commands.write((word + '\n').getBytes(StandardCharsets.US_ASCII));
    commands.flush();
  }

  private static String mesh(Room room) {
    return settings(room.network()) + instance("a", room.ip(1)) + instance("b", room.ip(2));
  }

  private static String settings(String network) {
    return """
    kind: Mesh
    metadata: { name: rehearsal }
    spec:
      clusterNetworks: [ 127.0.0.0/8 ]
      trustAnchors: { file: ca/anchors.pem }
      issuer: { certificate: ca/issuer.pem, key: ca/issuer-key.pem, lifetime: 24h }
      join: { key: ca/join-key.pem }
      listen: { api: "%1$s.250:8443", dns: "%1$s.250:8053" }
      defaultInboundPolicy: all-authenticated
    """
        .formatted(network);
  }

  private static String instance(String name, String ip) {
    return """
    ---
    kind: Service
    metadata: { name: %1$s, namespace: default }
    spec:
      selector: { app: %1$s }
      ports:
        - { name: http, port: 80, targetPort: http }
        - { name: grpc, port: 81, targetPort: grpc }
        - { name: line, port: 6379, targetPort: line }
    ---
    kind: ExternalWorkload
    metadata: { name: %1$s, namespace: default, labels: { app: %1$s } }
    spec:
      meshTLS: { identity: %1$s.default.serviceaccount.identity.linkerd.cluster.local }
      workloadIPs: [ { ip: %2$s } ]
      ports:
        - { name: http, port: 9001 }
        - { name: grpc, port: 9002 }
        - { name: line, port: 6379 }
        - { name: linkerd-proxy, port: 4143 }
    """
        .formatted(name, ip);
  }
}
