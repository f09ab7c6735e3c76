package weft.bench.streams;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A {@code weft control} as the launcher starts it; its log of garbage collections tells its heap.
 */
final class Control implements AutoCloseable {
  private static final long START_SECONDS = 60;
  private static final int MOST_SAID = 100_000;
  private static final String SERVING = "weft control: serving";

  private final Process process;
  private final Path collections;
  private final CompletableFuture<Boolean> serving = new CompletableFuture<>();
  private final StringBuilder said = new StringBuilder();

  private Control(Process process, Path collections) {
    this.process = process;
    this.collections = collections;
  }

  /** Returns once it serves. */
  static Control start(Path launcher, Path mesh) throws IOException, InterruptedException {
    var collections = mesh.resolveSibling("gc.log");
    var builder =
        new ProcessBuilder(launcher.toString(), "control", "--config", mesh.toString())
            .redirectErrorStream(true);
    builder
        .environment()
        .merge("JDK_JAVA_OPTIONS", "-Xlog:gc:file=" + collections, (a, b) -> a + " " + b);
    var control = new Control(builder.start(), collections);
    Thread.ofVirtual().start(control::listen);
    control.await();
    return control;
  }

  private void await() throws IOException, InterruptedException {
    try {
      if (!serving.get(START_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("weft control ended: " + said());
      }
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new IOException("weft control does not serve: " + said(), e);
    }
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
    } catch (IOException _) {
      // It is being closed.
    }
    serving.complete(false);
  }

  private void hear(String line) {
    synchronized (said) {
      if (said.length() < MOST_SAID) {
        said.append(line).append('\n');
      }
    }
    if (line.startsWith(SERVING)) {
      serving.complete(true);
    }
  }

  private String said() {
    synchronized (said) {
      return said.toString();
    }
  }

  Memory memory() throws IOException {
    return Memory.of(process.pid(), Files.exists(collections) ? Files.readString(collections) : "");
  }

  /** What it has used of the processors so far, in steps of some milliseconds. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
