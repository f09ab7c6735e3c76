package weft.proxy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import weft.proxy.config.ExplicitConfig;
import weft.proxy.config.Health;
import weft.proxy.stack.TestTimers;

class ApplicationHealthTest {
  private static final Duration A_WHILE = Duration.ofMillis(60);

  private final TestTimers timers = new TestTimers();
  private final AtomicInteger passed = new AtomicInteger();

  private static ExplicitConfig config(Health health, int port) {
    return new ExplicitConfig(
        List.of(),
        List.of(),
        InetAddress.getLoopbackAddress(),
        List.of(new ExplicitConfig.AppPort("http", port)),
        health,
        "test");
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
  }

  private void await(ExplicitConfig config) {
    new ApplicationHealth(config, timers).await(passed::incrementAndGet);
  }

  @Test
  void nothingIsWaitedForWhereNoCheckIsWanted() {
    await(config(new Health(Health.Kind.NONE, ""), 1));
    assertThat(passed).hasValue(1);
  }

  @Test
  void anApplicationIsReadyOnceItAcceptsAConnection() throws IOException {
    int port;
    try (var free = listen(0)) {
      port = free.getLocalPort();
    }
    await(config(new Health(Health.Kind.TCP, ""), port));
    timers.advance(A_WHILE);
    assertThat(passed).hasValue(0);
    try (var _ = listen(port)) {
      timers.advance(A_WHILE);
      assertThat(passed).hasValue(1);
      timers.advance(A_WHILE);
    }
    assertThat(passed).as("it is told once").hasValue(1);
  }

  @Test
  void anApplicationThatAnswersBadlyIsNotReady() throws IOException {
    try (var server = listen(0)) {
      answer(server, "HTTP/1.1 503 Not Yet\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n");
      await(config(new Health(Health.Kind.HTTP, "/health"), server.getLocalPort()));
      timers.advance(Duration.ZERO);
      assertThat(passed).hasValue(0);
      timers.advance(A_WHILE);
      assertThat(passed).hasValue(1);
    }
  }

  private static void answer(ServerSocket server, String... answers) {
    Thread.startVirtualThread(
        () -> {
          for (var answer : answers) {
            try (var client = server.accept()) {
              client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
              client.shutdownOutput();
              client.getInputStream().readAllBytes();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        });
  }
}
