package weft.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import weft.cli.run.Guard;

/**
 * A mesh on this machine, from its trust material to its end (contracts, 10). What it starts are
 * the programs that users start, with the options that users give. Blocks; one thread.
 */
public final class Demo {
  private final Wishes wishes;
  private final PrintWriter out;
  private final PrintWriter err;
  private final JoinFiles joins;

  /**
   * What the user wants.
   *
   * @param duration of the load; null: until a signal
   * @param json in place of tables
   * @param terminal standard output is one
   * @param keep the directory with logs and trust material stays
   */
  public record Wishes(@Nullable Duration duration, boolean json, boolean terminal, boolean keep) {
    /** The shortest load that has room for all steps. */
    public static final Duration SHORTEST = Schedule.SHORTEST;
  }

  public Demo(Wishes wishes, PrintWriter out, PrintWriter err, JoinFiles joins) {
    this.wishes = wishes;
    this.out = out;
    this.err = err;
    this.joins = joins;
  }

  /**
   * Runs it to its end.
   *
   * @return all went well; what did not was printed
   * @throws IOException if the mesh could not be brought up; the message says why
   */
  public boolean run() throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("weft-demo-").toRealPath();
    var guard = Guard.start();
    if (!wishes.keep()) {
      guard.remove(directory);
    }
    try (var place = Place.find();
        var crew = new Crew(directory, guard)) {
      var mesh = new DemoMesh(place.network(), place.ports());
      var stage = new Stage(new Commands(mesh, directory), crew, joins);
      var client = new Client(bringUp(mesh, stage).process());
      return print(new Performance(stage, client, wishes, out).run(), directory);
    }
  }

  /** Returns the client. */
  private Member bringUp(DemoMesh mesh, Stage stage) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    say("weft demo: starting control plane ... ");
    stage.prepare();
    stage.startControl();
    say("sidecars ... ");
    var web = startAll(mesh, stage);
    double seconds = (System.nanoTime() - begun) / 1e9;
    err.printf("%d sidecars ready in %.1f s%n", mesh.instances().size(), seconds);
    return web;
  }

  private void say(String words) {
    err.print(words);
    err.flush();
  }

  private static Member startAll(DemoMesh mesh, Stage stage)
      throws IOException, InterruptedException {
    // A virtual machine starts on two threads: more at once only wait for each other.
    var turns = new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts = new ArrayList<Callable<Member>>();
      mesh.instances().forEach(instance -> starts.add(() -> start(instance, stage, turns)));
      var started = new ArrayList<Member>();
      for (var start : threads.invokeAll(starts)) {
        started.add(result(start));
      }
      return started.getFirst();
    }
  }

  private static Member start(Instance instance, Stage stage, Semaphore turns)
      throws IOException, InterruptedException {
    turns.acquire();
    try {
      var member = stage.start(instance);
      stage.awaitReady(member, instance);
      return member;
    } finally {
      turns.release();
    }
  }

  private static Member result(Future<Member> started) throws IOException, InterruptedException {
    try {
      return started.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  private boolean print(Outcome outcome, Path directory) {
    if (wishes.json()) {
      out.print(outcome.json().pretty());
    } else {
      out.print(summary(outcome));
    }
    out.flush();
    outcome.problems().forEach(problem -> err.println("weft demo: " + problem));
    if (wishes.keep()) {
      err.println("weft demo: logs and trust material are in " + directory);
    }
    return outcome.isGood();
  }

  private static String summary(Outcome outcome) {
    var text = new StringBuilder();
    text.append(DemoTable.edges(outcome.edges(), List.of(), outcome.duration())).append('\n');
    outcome.events().forEach(event -> text.append(DemoTable.event(event)).append('\n'));
    text.append(DemoTable.verdict(outcome)).append('\n');
    return text.toString();
  }
}
