package weft.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running program, with what it has printed so far.
 *
 * <p>Closing ends it and everything it started: first asked, then killed. It dies with this JVM
 * too. Any thread.
 */
public final class Child implements AutoCloseable {
  private static final Duration TO_STOP = Duration.ofSeconds(5);

  private final Command command;
  private final Process process;
  private final Output out = new Output();
  private final Output err = new Output();
  private final Thread atExit;

  private Child(Command command, Process process) {
    this.command = command;
    this.process = process;
    this.atExit = new Thread(this::kill);
    Runtime.getRuntime().addShutdownHook(atExit);
    Thread.ofVirtual().start(() -> out.drain(process.getInputStream()));
    Thread.ofVirtual().start(() -> err.drain(process.getErrorStream()));
  }

  static Child start(Command command) {
    var builder = new ProcessBuilder(command.words());
    builder.environment().putAll(command.environment());
    var directory = command.directory();
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    try {
      return new Child(command, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start `" + command + "`", e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Standard output so far. */
  public String out() {
    return out.text();
  }

  /** Standard error so far. */
  public String err() {
    return err.text();
  }

  /** Waits for a line on standard output that contains {@code text}, and returns it. */
  public String awaitLine(String text, Duration limit) {
    return await(out, text, limit);
  }

  /** The same on standard error, where most servers log. */
  public String awaitErrorLine(String text, Duration limit) {
    return await(err, text, limit);
  }

  private String await(Output output, String text, Duration limit) {
    return output
        .await(line -> line.contains(text), limit)
        .orElseThrow(() -> complaint("did not print \"" + text + "\" within " + limit));
  }

  /** Waits until a connection to the port on the loopback succeeds. */
  public Child awaitPort(int port, Duration limit) {
    return awaitAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), limit);
  }

  /** Waits until a connection to the address succeeds. */
  public Child awaitAddress(InetSocketAddress address, Duration limit) {
    if (!Ports.awaitOpen(address, limit, process::isAlive)) {
      throw complaint("does not listen on " + address + " after " + limit);
    }
    return this;
  }

  public Finished awaitExit(Duration limit) {
    if (!exitsWithin(limit)) {
      throw complaint("did not exit within " + limit);
    }
    out.awaitEnd(TO_STOP);
    err.awaitEnd(TO_STOP);
    return new Finished(command, process.exitValue(), out(), err());
  }

  /** Writes to its standard input; that it has stopped reading is no error. */
  public void write(String text) {
    try {
      var input = process.getOutputStream();
      input.write(text.getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException ignored) {
      // It ended by itself; its exit code and output say more than a broken pipe.
    }
  }

  public void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException ignored) {
      // As above.
    }
  }

  /** Sends a signal by name, for example {@code STOP}, {@code CONT}, {@code HUP}, {@code KILL}. */
  public void signal(String name) {
    Command.of("kill", "-" + name, pid()).run(TO_STOP).successfully();
  }

  @Override
  public void close() {
    var family = family();
    process.destroy();
    if (!exitsWithin(TO_STOP)) {
      process.destroyForcibly();
    }
    family.forEach(ProcessHandle::destroyForcibly);
    exitsWithin(TO_STOP);
    forgetAtExit();
  }

  private void kill() {
    family().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private List<ProcessHandle> family() {
    return process.descendants().toList();
  }

  private void forgetAtExit() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ignored) {
      // The JVM is going down, and the hook is doing its work.
    }
  }

  private boolean exitsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private AssertionError complaint(String what) {
    var alive = isAlive() ? "still running" : "exited with " + process.exitValue();
    return new AssertionError(
        "`" + command + "` " + what + ", " + alive + "\nout: " + out() + "\nerr: " + err());
  }
}
