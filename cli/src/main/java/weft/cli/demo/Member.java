package weft.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import weft.cli.run.Guard;

/**
 * A process of the demo and those under it. Any thread.
 *
 * @param log where its standard error goes
 */
record Member(String name, Process process, Path log, Guard guard) {
  private static final int LAST_LINES = 5;
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 50;

  /**
   * Ends it and its application with SIGKILL, and does not wait for it.
   *
   * @return completes when both are gone
   */
  CompletableFuture<Void> kill() {
    var tree = process.descendants().toList();
    process.destroyForcibly();
    tree.forEach(ProcessHandle::destroyForcibly);
    var ends = new ArrayList<CompletableFuture<?>>();
    ends.add(process.onExit().thenRun(() -> guard.leave(process.toHandle())));
    tree.forEach(one -> ends.add(one.onExit()));
    return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
  }

  /** Asks it to end, with SIGTERM. */
  void ask() {
    process.destroy();
  }

  /** Waits for its end; what lasts longer is killed. */
  void end(Duration patience) throws InterruptedException {
    if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      guard.leave(process.toHandle());
    } else {
      kill().join();
    }
  }

  /** Something that becomes true. */
  @FunctionalInterface
  interface Check {
    boolean passes();
  }

  /** It ended, or did not become what it should in time. */
  static final class Failed extends IOException {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }
  }

  /** Waits until the check passes; {@code complaint} says what is wrong as long as it does not. */
  void await(String complaint, Check check) throws Failed, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!check.passes()) {
      if (!isAlive()) {
        throw new Failed(obituary());
      }
      if (System.nanoTime() > deadline) {
        throw new Failed(
            "%s %s after %d s%s".formatted(name, complaint, START_LIMIT.toSeconds(), lastWords()));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Why it is not there any more: its exit code and the last that it said. */
  String obituary() {
    return "%s ended with %d%s".formatted(name, process.exitValue(), lastWords());
  }

  /** The end of its log, a line each, indented. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      var last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      return last.isEmpty() ? "" : ":\n  " + String.join("\n  ", last);
    } catch (IOException _) {
      return "";
    }
  }
}
