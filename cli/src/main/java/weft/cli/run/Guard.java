package weft.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Ends processes when this one is gone, however it went.
 *
 * <p>A shell reads a pipe whose only writer is this process. The kernel closes the pipe also for a
 * process that was killed; then the shell ends what it was told to watch, with SIGTERM, and 5 s
 * later with SIGKILL. Polling the parent would be late, and asking the kernel for a signal at the
 * parent's death would need native code in the child. Any thread.
 *
 * <p>It sends signals too, as Java can send no other than SIGTERM and SIGKILL.
 */
public final class Guard implements AutoCloseable {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      watched=' '
      removed=
      while read -r what who; do
        case $what in
          watch) watched="$watched$who " ;;
          leave) watched="${watched%%" $who "*} ${watched#*" $who "}" ;;
          remove) removed=$who ;;
          *) kill -s "$what" "$who" 2>/dev/null ;;
        esac
      done
      any() {
        for who in $watched; do kill -s 0 "$who" 2>/dev/null && return 0; done
        return 1
      }
      end() {
        kill -s TERM $watched 2>/dev/null
        tries=0
        while [ $tries -lt 25 ] && any; do
          tries=$((tries + 1))
          sleep 0.2
        done
        for who in $watched; do kill -s KILL "$who" 2>/dev/null; done
      }
      case $watched in *[0-9]*) end ;; esac
      case $removed in /*) rm -rf -- "$removed" ;; esac
      """;

  private final Process shell;

  private Guard(Process shell) {
    this.shell = shell;
  }

  /** Starts the shell. */
  public static Guard start() throws IOException {
    return new Guard(
        new ProcessBuilder("/bin/sh", "-c", SCRIPT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** From now on the process ends with this one. */
  public void watch(ProcessHandle process) {
    tell("watch", process);
  }

  /** The process has ended, and its number may be another's soon. */
  public void leave(ProcessHandle process) {
    tell("leave", process);
  }

  /** Sends a signal, by its name without SIG. */
  public void signal(String name, ProcessHandle process) {
    tell(name, process);
  }

  /** This directory is removed at the end, when the processes are gone; one at most. */
  public void remove(Path directory) {
    tell("remove", directory.toAbsolutePath().toString());
  }

  private void tell(String what, ProcessHandle who) {
    tell(what, Long.toString(who.pid()));
  }

  private synchronized void tell(String what, String whom) {
    try {
      var pipe = shell.getOutputStream();
      pipe.write((what + ' ' + whom + '\n').getBytes(StandardCharsets.UTF_8));
      pipe.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the shell that guards children is gone", e);
    }
  }

  /** Ends what is still watched, and does not wait for it. */
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
    } catch (IOException _) {
      // Its reading end is gone, which is what closing is for.
    }
  }
}
