package weft.cli.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import weft.cli.ExitCode;

/** The command: a child that shares our streams, and that the guard ends if we cannot. */
public final class Child {
  /** A property: {@code ours} where MALLOC_ARENA_MAX was set for this process alone. */
  static final String OUR_ARENA = "weft.malloc.arena";

  private final Process process;
  private final Guard guard;

  private Child(Process process, Guard guard) {
    this.process = process;
    this.guard = guard;
  }

  /** The command cannot be started; the message says why. */
  public static final class NotStarted extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    NotStarted(int exitCode, String message, Throwable cause) {
      super(message, cause);
      this.exitCode = exitCode;
    }

    /** As shells say it: 127 for no such command, else 126. */
    public int exitCode() {
      return exitCode;
    }
  }

  /** Starts the command with these variables beside our own. */
  public static Child start(List<String> command, Map<String, String> variables, Guard guard)
      throws NotStarted {
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(variables);
    if ("ours".equals(System.getProperty(OUR_ARENA))) {
      builder.environment().remove("MALLOC_ARENA_MAX");
    }
    try {
      var process = builder.start();
      guard.watch(process.toHandle());
      return new Child(process, guard);
    } catch (IOException e) {
      throw refused(command.getFirst(), e);
    }
  }

  private static NotStarted refused(String program, IOException cause) {
    return exists(program)
        ? new NotStarted(
            ExitCode.CANNOT_START, program + " cannot be started: " + cause.getMessage(), cause)
        : new NotStarted(ExitCode.NOT_FOUND, program + ": no such command", cause);
  }

  private static boolean exists(String program) {
    if (program.indexOf('/') >= 0) {
      return Files.exists(Path.of(program));
    }
    for (var directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.exists(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  /** Waits for its end; 128 + the signal where one ended it. */
  public int await() throws InterruptedException {
    int code = process.waitFor();
    guard.leave(process.toHandle());
    return code;
  }

  /** Passes on a signal, by its name without SIG. */
  public void signal(String name) {
    if (process.isAlive()) {
      guard.signal(name, process.toHandle());
    }
  }
}
