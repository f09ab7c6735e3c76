package weft.proxy.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import weft.proxy.config.ExplicitConfig;
import weft.proxy.config.Health;
import weft.proxy.stack.Timers;

/**
 * Waits until the application behind an explicit proxy shows that it is ready, so that no peer's
 * request meets an application that is only starting.
 *
 * <p>Asks the first declared port, again and again, on the thread of the timers, which a try holds
 * for at most half a second. Source: contracts.md 6.
 */
final class ApplicationHealth {
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final int PATIENCE_MILLIS = 500;

  private final ExplicitConfig explicit;
  private final Timers timers;

  ApplicationHealth(ExplicitConfig explicit, Timers timers) {
    this.explicit = explicit;
    this.timers = timers;
  }

  /** Whether there is something to wait for. */
  boolean isWanted() {
    return explicit.health().kind() != Health.Kind.NONE && !explicit.appPorts().isEmpty();
  }

  /** Runs the action once the check has passed; at once, on this thread, where none is wanted. */
  void await(Runnable action) {
    if (isWanted()) {
      timers.after(Duration.ZERO, () -> attempt(action));
    } else {
      action.run();
    }
  }

  private void attempt(Runnable action) {
    if (passes()) {
      action.run();
    } else {
      timers.after(BETWEEN, () -> attempt(action));
    }
  }

  private boolean passes() {
    var application =
        new InetSocketAddress(explicit.appHost(), explicit.appPorts().getFirst().port());
    try (var socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(application, PATIENCE_MILLIS);
      return explicit.health().kind() == Health.Kind.TCP || isGood(statusLine(socket));
    } catch (IOException e) {
      return false;
    }
  }

  private String statusLine(Socket socket) throws IOException {
    var request =
        "GET "
            + explicit.health().path()
            + " HTTP/1.1\r\nHost: health\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    return new String(start, StandardCharsets.ISO_8859_1);
  }

  private static boolean isGood(String statusLine) {
    return statusLine.startsWith("HTTP/1.1 2") || statusLine.startsWith("HTTP/1.1 3");
  }
}
