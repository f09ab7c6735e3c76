package weft.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.cli.run.Guard;

/**
 * All processes of the demo; none outlives it. Any thread.
 *
 * <p>SIGINT is ignored in them: a terminal sends it to all at once, and the demo ends them in
 * order, after it has read their counters.
 */
final class Crew implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<String> DEAF_TO_INTERRUPTS =
      List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

  private final Path directory;
  private final Guard guard;
  private final Map<String, Member> members = new LinkedHashMap<>();

  /** Logs are written to the directory. */
  Crew(Path directory, Guard guard) {
    this.directory = directory;
    this.guard = guard;
  }

  /** Starts one under a name, in place of an earlier one that has ended. */
  Member start(String name, List<String> command, Map<String, String> variables)
      throws IOException {
    return start(name, command, variables, ProcessBuilder.Redirect.DISCARD);
  }

  /** The same; its standard output is read by the caller. */
  Member startToHear(String name, List<String> command, Map<String, String> variables)
      throws IOException {
    return start(name, command, variables, ProcessBuilder.Redirect.PIPE);
  }

  private Member start(
      String name,
      List<String> command,
      Map<String, String> variables,
      ProcessBuilder.Redirect output)
      throws IOException {
    var words = new ArrayList<>(DEAF_TO_INTERRUPTS);
    words.addAll(command);
    var log = directory.resolve(name + ".log");
    var builder =
        new ProcessBuilder(words)
            .redirectOutput(output)
            .redirectError(ProcessBuilder.Redirect.to(log.toFile()));
    // What configures some other sidecar of this shell is not meant for these.
    builder.environment().keySet().removeIf(Crew::configuresSidecars);
    builder.environment().putAll(variables);
    var process = builder.start();
    guard.watch(process.toHandle());
    var member = new Member(name, process, log, guard);
    synchronized (this) {
      members.put(name, member);
    }
    return member;
  }

  private static boolean configuresSidecars(String variable) {
    return variable.startsWith("LINKERD2_PROXY_") || variable.startsWith("WEFT_");
  }

  /** One that ended without being told to. */
  synchronized Optional<Member> missing() {
    return members.values().stream().filter(member -> !member.isAlive()).findFirst();
  }

  /** It is about to be ended, and not missed. */
  synchronized Member release(String name) {
    var member = members.remove(name);
    if (member == null) {
      throw new IllegalArgumentException("no process " + name);
    }
    return member;
  }

  synchronized Optional<Member> find(String name) {
    return Optional.ofNullable(members.get(name));
  }

  private synchronized List<Member> all() {
    return List.copyOf(members.values());
  }

  /** Ends all, and waits for it. */
  @Override
  public void close() {
    var last = all();
    try {
      last.forEach(Member::ask);
      for (var member : last) {
        member.end(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      guard.close();
    }
  }
}
