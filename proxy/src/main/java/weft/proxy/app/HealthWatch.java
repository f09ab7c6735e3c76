package weft.proxy.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.Health;

/**
 * Asks the application every second whether it is ready, and tells changes.
 *
 * <p>On a thread of its own, as it waits. An answer within a second counts; two failures in a row
 * are needed to take readiness away. Source: contracts.md 6.
 */
final class HealthWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  private static final int PERIOD_MILLIS = 1000;
  private static final int LIMIT_MILLIS = 1000;
  private static final int MOST_FAILURES = 2;
  private static final int STATUS_LINE = 12;
  private static final int MOST_SKIPPED = 64 * 1024;

  private final Health health;
  private final InetSocketAddress application;
  private final Consumer<Boolean> listener;
  private final ScheduledThreadPoolExecutor thread;
  private boolean ready;
  private int failures;

  private HealthWatch(Health health, InetSocketAddress application, Consumer<Boolean> listener) {
    this.health = health;
    this.application = application;
    this.listener = listener;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var t = new Thread(task, "health");
              t.setDaemon(true);
              return t;
            });
  }

  /** Starts to ask; {@code listener} hears of each change, and of the first answer. */
  static HealthWatch start(Health health, InetAddress host, int port, Consumer<Boolean> listener) {
    var watch = new HealthWatch(health, new InetSocketAddress(host, port), listener);
    listener.accept(false);
    var _ =
        watch.thread.scheduleWithFixedDelay(watch::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      judge(ask());
    } catch (RuntimeException e) {
      // An exception would end the schedule, and with it every later look.
      LOG.error("Application was not asked", e);
    }
  }

  private void judge(@Nullable String failure) {
    failures = failure == null ? 0 : failures + 1;
    boolean now = failure == null || (ready && failures < MOST_FAILURES);
    if (now != ready) {
      ready = now;
      LOG.info("Application is {}", now ? "ready" : "not ready: " + failure);
      listener.accept(now);
    }
  }

  /** Null where it is well, else why not. */
  private @Nullable String ask() {
    try (var socket = new Socket()) {
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.connect(application, LIMIT_MILLIS);
      return health.kind() == Health.Kind.HTTP ? get(socket) : null;
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The status line is all that counts. */
  private @Nullable String get(Socket socket) throws IOException {
    String request =
        "GET " + health.path() + " HTTP/1.1\r\nhost: " + host() + "\r\nconnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    var answer = socket.getInputStream();
    String line = new String(answer.readNBytes(STATUS_LINE), StandardCharsets.US_ASCII);
    answer.skipNBytes(Math.min(answer.available(), MOST_SKIPPED)); // else it meets a reset
    boolean well = line.startsWith("HTTP/1.") && line.length() == STATUS_LINE && isWell(line);
    return well ? null : "GET " + health.path() + " was answered with " + line;
  }

  private String host() {
    String ip = application.getAddress().getHostAddress();
    return (ip.indexOf(':') < 0 ? ip : '[' + ip + ']') + ':' + application.getPort();
  }

  /** 200 to 399. */
  private static boolean isWell(String statusLine) {
    char first = statusLine.charAt(STATUS_LINE - 3);
    return first == '2' || first == '3';
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
