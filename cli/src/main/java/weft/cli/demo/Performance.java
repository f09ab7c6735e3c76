package weft.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import weft.proxy.app.Signals;

/** Load, disturbance and judgement, on a mesh that is up. Blocks; one thread, once. */
final class Performance {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(20);
  private static final long BETWEEN_LOOKS_MILLIS = 1_000;

  private final Stage stage;
  private final Client client;
  private final Script script;
  private final Watcher watcher;
  private final Screen screen;
  private final boolean shown;
  private final long start = System.nanoTime();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

  /** The schedule's time runs from now on. */
  Performance(Stage stage, Client client, Demo.Wishes wishes, PrintWriter out) {
    this.stage = stage;
    this.client = client;
    var duration = wishes.duration();
    var schedule = duration == null ? Schedule.endless() : Schedule.within(duration);
    this.script = new Script(stage, client, schedule, InstantSource.system(), start);
    this.watcher = new Watcher(stage, client, script);
    this.screen = new Screen(out, wishes.terminal());
    this.shown = !wishes.json();
  }

  /** Goes on until the schedule's end, SIGINT, SIGTERM or SIGHUP, or until somebody is missing. */
  Outcome run() throws IOException, InterruptedException {
    for (var signal : List.of("INT", "TERM", "HUP")) {
      Signals.on(signal, end::countDown);
    }
    client.start();
    var playing = Thread.ofVirtual().start(this::play);
    watch();
    var duration = sinceStart();
    playing.interrupt();
    playing.join();
    if (!client.stop(LAST_ANSWERS)) {
      problems.add("web did not finish its last requests");
    }
    return outcome(duration);
  }

  private void play() {
    try {
      script.play();
      end.countDown();
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
      end.countDown();
    } catch (InterruptedException _) {
      // A signal came first.
    }
  }

  private void watch() throws IOException, InterruptedException {
    while (!ended()) {
      var missing = stage.crew().missing();
      if (missing.isPresent()) {
        problems.add(missing.get().obituary());
        return;
      }
      if (shown) {
        screen.show(sinceStart(), watcher.look().edges(), script.events());
      }
    }
    screen.clear();
  }

  private boolean ended() throws InterruptedException {
    return end.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private Outcome outcome(Duration duration) throws IOException, InterruptedException {
    var sight = watcher.lookAtLast();
    problems.addAll(Verdict.problems(sight, script.events()));
    return new Outcome(duration, sight.edges(), script.events(), proxies(), problems);
  }

  private List<Memory> proxies() throws IOException {
    var proxies = new ArrayList<Memory>();
    for (var instance : stage.mesh().everyInstance()) {
      var member = stage.crew().find(instance.name());
      if (member.isPresent() && member.get().isAlive()) {
        proxies.add(Memory.of(instance.name(), member.get().process().pid()));
      }
    }
    return proxies;
  }
}
