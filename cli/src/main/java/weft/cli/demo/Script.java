package weft.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import weft.cli.metrics.Sample;
import weft.cli.metrics.Scrape;

/**
 * What is done to the mesh while the load goes on, step by step, and when each step was in force as
 * seen by the client's sidecar. One thread plays it; what it did is read by others.
 */
final class Script {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final long POLL_MILLIS = 25;

  private final Stage stage;
  private final Client client;
  private final DemoMesh mesh;
  private final Schedule schedule;
  private final InstantSource clock;
  private final long start;
  private final List<Event> events = new ArrayList<>();
  private final List<Future<?>> meanwhile = new ArrayList<>();
  private Outage outage = Outage.NONE;

  /** The span of the wall clock in which requests to the killed instance may have failed. */
  record Outage(String address, long fromMs, long toMs) {
    static final Outage NONE = new Outage("", 0, -1);
  }

  /** The schedule counts from {@code startNanos}. */
  Script(Stage stage, Client client, Schedule schedule, InstantSource clock, long startNanos) {
    this.stage = stage;
    this.client = client;
    this.mesh = stage.mesh();
    this.schedule = schedule;
    this.clock = clock;
    this.start = startNanos;
  }

  /** All steps; returns when the schedule ends. */
  void play() throws IOException, InterruptedException {
    at(schedule.kill());
    kill(mesh.api(2));
    notBefore(schedule.back(), schedule.back().minus(schedule.kill()));
    bringBack(mesh.api(2));
    at(schedule.addition());
    client.askReport();
    add(mesh.newcomer());
    at(schedule.edit());
    shorten(DemoMesh.IMPATIENT);
    at(schedule.controlStop());
    stopControl();
    var before = client.counts();
    notBefore(schedule.controlStart(), schedule.controlStart().minus(schedule.controlStop()));
    requireRequestsSince(before);
    startControl();
    at(schedule.end());
    for (var task : meanwhile) {
      result(task);
    }
  }

  /** What may take its time while the script goes on. */
  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  private void meanwhile(Task task) {
    var started =
        new FutureTask<@Nullable Void>(
            () -> {
              task.run();
              return null;
            });
    Thread.startVirtualThread(started);
    meanwhile.add(started);
  }

  private static void result(Future<?> task) throws IOException, InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  /** In the order in which they began. */
  synchronized List<Event> events() {
    return events.stream().sorted(Comparator.comparing(Event::at)).toList();
  }

  synchronized Outage outage() {
    return outage;
  }

  private void kill(Instance instance) throws IOException, InterruptedException {
    // There is nothing to see of a death that nobody notices.
    await(web -> open(web, instance) > 0, "no connection is open to " + instance.address());
    long from = clock.millis();
    outage(new Outage(instance.address(), from, Long.MAX_VALUE));
    var step = new Step(instance.name() + " killed", false);
    var gone = stage.kill(instance);
    step.seen(web -> open(web, instance) == 0);
    outage(new Outage(instance.address(), from, clock.millis()));
    gone.join();
  }

  /** Asks the client's sidecar until the check passes. */
  private void await(Predicate<Scrape> check, String complaint)
      throws IOException, InterruptedException {
    poll(() -> check.test(web()), complaint + ", says web's sidecar");
  }

  /** Something that may become true. */
  private interface Check {
    boolean passes() throws IOException;
  }

  private static void poll(Check check, String complaint) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!check.passes()) {
      if (System.nanoTime() > deadline) {
        throw new Member.Failed(complaint + " after " + PATIENCE.toSeconds() + " s");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private synchronized void outage(Outage now) {
    outage = now;
  }

  private void bringBack(Instance instance) throws IOException, InterruptedException {
    stage.awaitReady(stage.start(instance), instance);
    var step = new Step(instance.name() + " back", false);
    // Its attempts to connect lie ever further apart: the next step need not wait for the last one.
    meanwhile(() -> step.seen(web -> open(web, instance) > 0));
  }

  private void stopControl() throws IOException, InterruptedException {
    var step = new Step("control plane stopped", false);
    stage.stopControl();
    step.seen(web -> reachable(web) == 0);
  }

  private void startControl() throws IOException, InterruptedException {
    var step = new Step("control plane started", false);
    stage.startControl();
    step.seen(web -> reachable(web) > 0);
  }

  /** It announces itself once it is ready: from then on the control plane has its second. */
  private void add(Instance instance) throws IOException, InterruptedException {
    double before = known(web(), instance);
    stage.awaitReady(stage.start(instance), instance);
    var step = new Step(instance.name() + " added", true);
    step.seen(web -> known(web, instance) > before);
    await(web -> sent(web, instance) > 0, "no request went to " + instance.address());
  }

  /** In force once a report that the client asks for is cut off; before, they were served. */
  private void shorten(Duration patience) throws IOException, InterruptedException {
    poll(() -> client.reports().served() > 0, "no report was served");
    var step = new Step("timeout of api's reports shortened", true);
    long edited = clock.millis();
    stage.edit(patience);
    poll(this::isReportCutOff, "no report was cut off by its timeout");
    step.seenAfter(Duration.ofMillis(client.reports().firstTimedOutMs() - edited));
  }

  private boolean isReportCutOff() throws IOException {
    if (client.reports().timedOut() > 0) {
      return true;
    }
    client.askReport();
    return false;
  }

  private void requireRequestsSince(List<EdgeCount> before) throws Member.Failed {
    var now = client.counts();
    for (int i = 0; i < now.size(); i++) {
      if (now.get(i).requests() == before.get(i).requests()) {
        throw new Member.Failed(
            "no request went to " + now.get(i).service() + " while the control plane was away");
      }
    }
  }

  private Scrape web() throws IOException {
    return stage.scrape(mesh.web());
  }

  private static double sent(Scrape web, Instance to) {
    return web.sum("request_total", outbound(to));
  }

  private static double open(Scrape web, Instance to) {
    return web.sum("tcp_open_connections", outbound(to).and(s -> s.has("peer", "dst")));
  }

  /** How many endpoints the balancer of its service has. */
  private static double known(Scrape web, Instance instance) {
    return web.sum(
        "outbound_http_balancer_p2c_endpoints", s -> s.has("parent_name", instance.service()));
  }

  /** How many control planes the sidecar is connected to. */
  private static double reachable(Scrape web) {
    return web.sum("control_destination_balancer_endpoints", s -> s.has("endpoint_state", "ready"));
  }

  private static Predicate<Sample> outbound(Instance to) {
    return sample -> sample.has("direction", "outbound") && sample.has("target_addr", to.address());
  }

  /** Waits for the time of the schedule, and so long at least. */
  private void notBefore(Duration time, Duration pause) throws InterruptedException {
    Thread.sleep(pause);
    at(time);
  }

  private void at(Duration time) throws InterruptedException {
    long left = start + time.toNanos() - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }

  /** One step, from its beginning until its effect is seen. */
  private final class Step {
    private final long begun = System.nanoTime();
    private final String what;
    private final boolean pushed;

    Step(String what, boolean pushed) {
      this.what = what;
      this.pushed = pushed;
    }

    /** Asks the client's sidecar until it shows the effect. */
    void seen(Predicate<Scrape> effect) throws IOException, InterruptedException {
      await(effect, what + ": no effect of it");
      seenAfter(Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Somebody else saw it, so long after its beginning. */
    void seenAfter(Duration inForce) {
      synchronized (Script.this) {
        events.add(new Event(Duration.ofNanos(begun - start), what, inForce, pushed));
      }
    }
  }
}
