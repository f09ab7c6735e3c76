package weft.proxy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weft.proxy.config.ExplicitConfig;
import weft.proxy.config.Health;

final class HealthWatchTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();

  private static ExplicitConfig config(Health health, int port) {
    var ports = List.of(new ExplicitConfig.AppPort("http", port));
    return new ExplicitConfig(List.of(), List.of(), HERE, ports, health, "w1");
  }

  private Boolean next() throws InterruptedException {
    return told.poll(20, TimeUnit.SECONDS);
  }

  private static void answer(ServerSocket server, String statusLine) throws IOException {
    try (var client = server.accept()) {
      client.getInputStream().read(new byte[1024]);
      client
          .getOutputStream()
          .write(
              (statusLine + "\r\nconnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void aStatusOf200To399IsReadyAndTwoFailuresTakeItAway() throws Exception {
    try (var server = new ServerSocket(0, 10, HERE);
        var _ =
            HealthWatch.start(
                config(new Health(Health.Kind.HTTP, "/ok"), server.getLocalPort()), told::add)) {
      assertThat(next()).isFalse();
      answer(server, "HTTP/1.1 503 No");
      answer(server, "HTTP/1.1 204 Yes");
      assertThat(next()).isTrue();
      answer(server, "HTTP/1.1 404 No");
      assertThat(told).as("one failure is not enough").isEmpty();
      answer(server, "HTTP/1.1 500 No");
      assertThat(next()).isFalse();
    }
  }

  @Test
  void tcpIsReadyOnceItCanBeConnectedTo() throws Exception {
    int port;
    try (var server = new ServerSocket(0, 10, HERE)) {
      port = server.getLocalPort();
    }
    try (var _ = HealthWatch.start(config(new Health(Health.Kind.TCP, ""), port), told::add)) {
      assertThat(next()).isFalse();
      try (var server = new ServerSocket(port, 10, HERE)) {
        assertThat(server.isBound()).isTrue();
        assertThat(next()).isTrue();
      }
      assertThat(next()).isFalse();
    }
  }
}
