package weft.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApiTest {
  @Test
  void anAnswerGoesOutWholeSoThatAKilledInstanceLeavesNoHalfOne() throws IOException {
    var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = Api.start(free, "api-1", Duration.ZERO, Duration.ZERO);
    try (var client = new Socket()) {
      client.connect(server.getAddress());
      for (int i = 0; i < 20; i++) {
        client.getOutputStream().write(request());
        var read = new byte[4096];
        int bytes = client.getInputStream().read(read);
        assertThat(new String(read, 0, bytes, StandardCharsets.US_ASCII))
            .as("what one read found")
            .startsWith("HTTP/1.1 200 ")
            .endsWith("\r\n\r\napi-1\n");
      }
    } finally {
      server.stop(0);
    }
  }

  private static byte[] request() {
    return "GET / HTTP/1.1\r\nHost: api\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  }
}
