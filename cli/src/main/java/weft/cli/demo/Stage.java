package weft.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import weft.cli.metrics.Scrape;
import weft.cli.metrics.Scraper;

/**
 * The mesh as it is operated: files written, processes started, readiness awaited. Blocks; any
 * thread.
 */
final class Stage {
  private static final String CONTROL = "control";

  private final Commands commands;
  private final Crew crew;
  private final JoinFiles joins;
  private final Scraper scraper = new Scraper();

  Stage(Commands commands, Crew crew, JoinFiles joins) {
    this.commands = commands;
    this.crew = crew;
    this.joins = joins;
  }

  DemoMesh mesh() {
    return commands.mesh();
  }

  Crew crew() {
    return crew;
  }

  /** The counters of an instance's sidecar. */
  Scrape scrape(Instance instance) throws IOException {
    return scraper.scrape(mesh().admin(instance));
  }

  /** Replaces the mesh file at once, as a careful editor does. */
  void edit(Duration patience) throws IOException {
    var draft = commands.directory().resolve("mesh.yaml.new");
    Files.writeString(draft, mesh().yaml(patience));
    Files.move(draft, commands.meshFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes trust material, the mesh file, and join files, as an operator does once. */
  void prepare() throws IOException {
    Trust.make(commands.directory());
    edit(DemoMesh.PATIENT);
    for (var instance : mesh().instances()) {
      joins.write(commands.meshFile(), instance.name(), commands.joinFile(instance));
    }
    var newcomer = commands.joinFile(mesh().newcomer());
    joins.writeGroup(commands.meshFile(), DemoMesh.GROUP, newcomer);
  }

  /** Starts the control plane and waits until it serves. */
  void startControl() throws IOException, InterruptedException {
    var member = crew.start(CONTROL, commands.control(), Map.of());
    member.await("does not serve", this::controlServes);
  }

  /** Stops it, as an operator does. */
  void stopControl() throws InterruptedException {
    var member = crew.release(CONTROL);
    member.ask();
    member.end(Duration.ofSeconds(5));
  }

  private boolean controlServes() {
    return Listening.accepts(mesh().host(), mesh().ports().control());
  }

  /** Starts a sidecar with its application. */
  Member start(Instance instance) throws IOException {
    var command = commands.run(instance);
    var variables = commands.variables(instance);
    return instance.serves()
        ? crew.start(instance.name(), command, variables)
        : crew.startToHear(instance.name(), command, variables);
  }

  /** Waits until its sidecar says that both are ready. */
  void awaitReady(Member member, Instance instance) throws IOException, InterruptedException {
    var admin = mesh().admin(instance);
    member.await("is not ready", () -> scraper.isReady(admin));
  }

  /** Ends the application and its sidecar without a warning; completes when they are gone. */
  CompletableFuture<Void> kill(Instance instance) {
    return crew.release(instance.name()).kill();
  }
}
