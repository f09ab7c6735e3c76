package weft.proxy.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.ExplicitConfig;
import weft.proxy.config.Health;

/**
 * Asks the application's first declared port once whether it is ready. Waits, so not on a loop.
 * Source: contracts.md 6.
 *
 * @param patienceMillis the longest wait for the connection, and for each read
 */
record HealthProbe(ExplicitConfig explicit, int patienceMillis) {
  private static final int STATUS_LINE = "HTTP/1.1 200".length();
  private static final int MOST_SKIPPED = 64 * 1024;

  /** Whether there is something to ask, and a port to ask it at. */
  boolean isWanted() {
    return explicit.health().kind() != Health.Kind.NONE && !explicit.appPorts().isEmpty();
  }

  /** Null where the application is well, else why not. */
  @Nullable String ask() {
    int port = explicit.appPorts().getFirst().port();
    try (var socket = new Socket()) {
      socket.setSoTimeout(patienceMillis);
      socket.connect(new InetSocketAddress(explicit.appHost(), port), patienceMillis);
      return explicit.health().kind() == Health.Kind.HTTP ? get(socket) : null;
    } catch (IOException e) {
      return e.toString();
    }
  }

  private @Nullable String get(Socket socket) throws IOException {
    String path = explicit.health().path();
    String request = "GET " + path + " HTTP/1.1\r\nHost: health\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    InputStream answer = socket.getInputStream();
    String line = new String(answer.readNBytes(STATUS_LINE), StandardCharsets.ISO_8859_1);
    answer.skipNBytes(Math.min(answer.available(), MOST_SKIPPED)); // else it meets a reset
    return isGood(line) ? null : "GET " + path + " was answered with " + line;
  }

  private static boolean isGood(String statusLine) {
    return statusLine.startsWith("HTTP/1.1 2")
        || statusLine.startsWith("HTTP/1.1 3")
        || statusLine.startsWith("HTTP/1.0 2")
        || statusLine.startsWith("HTTP/1.0 3");
  }
}
