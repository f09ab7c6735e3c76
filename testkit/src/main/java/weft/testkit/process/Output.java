package weft.testkit.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What a child prints on one stream: the first and the last 256 KiB of it.
 *
 * <p>One thread reads it; any thread may look.
 */
final class Output {
  private static final int HALF = 256 << 10;

  private final StringBuilder head = new StringBuilder();
  private final StringBuilder tail = new StringBuilder();
  private boolean ended;

  /** Reads until the end of the stream; an error, as after a kill, is an end. */
  void drain(InputStream in) {
    try (in) {
      var piece = new byte[8192];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        // Bytes beyond ASCII may be cut between pieces; nobody looks for those.
        append(new String(piece, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      append("\n[" + e.getMessage() + "]\n");
    } finally {
      end();
    }
  }

  private synchronized void append(String text) {
    if (head.length() < HALF) {
      head.append(text);
    } else {
      tail.append(text);
      if (tail.length() > 2 * HALF) {
        tail.delete(0, tail.length() - HALF);
      }
    }
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** The first complete line that satisfies, waiting for it; empty after the limit or the end. */
  synchronized Optional<String> await(Predicate<String> wanted, Duration limit) {
    waitFor(() -> find(wanted).isPresent(), limit);
    return find(wanted);
  }

  synchronized void awaitEnd(Duration limit) {
    waitFor(() -> false, limit);
  }

  private Optional<String> find(Predicate<String> wanted) {
    var whole = text();
    int end = ended ? whole.length() : whole.lastIndexOf('\n') + 1;
    return whole.substring(0, end).lines().filter(wanted).findFirst();
  }

  /** Returns when done, at the end of the stream, or when time is up. */
  private synchronized void waitFor(BooleanSupplier done, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      for (long left = limit.toMillis();
          left > 0 && !ended && !done.getAsBoolean();
          left = (deadline - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized String text() {
    return tail.isEmpty() ? head.toString() : head + "\n[...]\n" + tail;
  }
}
