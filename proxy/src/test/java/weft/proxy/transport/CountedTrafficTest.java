package weft.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.Registry;
import weft.proxy.telemetry.TransportMetrics;

class CountedTrafficTest {
  private final Registry registry = new Registry(() -> 0, 100);
  private final TransportMetrics metrics = new TransportMetrics(registry);
  private final TestSocket socket = new TestSocket(new Reading());
  private final Connection connection = socket.connection();

  @AfterEach
  void leaveNothing() {
    socket.discard();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private void count() {
    connection.count(new CountedTraffic(metrics, Labels.of("peer", "src")));
  }

  private String scrape() {
    var out = new StringBuilder();
    registry.write(out::append, Duration.ofHours(1));
    return out.toString();
  }

  @Test
  void bytesCountFromTheMomentCountingBegan() {
    connection.write(bytes("header"));
    socket.sends("read before");
    count();
    connection.write(bytes("four"));
    socket.sends("three");
    assertThat(socket.received()).isEqualTo("headerfour");
    assertThat(scrape())
        .contains("tcp_open_total{peer=\"src\"} 1\n")
        .contains("tcp_open_connections{peer=\"src\"} 1\n")
        .contains("tcp_read_bytes_total{peer=\"src\"} 5\n")
        .contains("tcp_write_bytes_total{peer=\"src\"} 4\n")
        .doesNotContain("tcp_close_total");
  }

  @Test
  void anOrderlyEndHasNoErrno() {
    count();
    connection.close();
    socket.runs().ends();
    assertThat(scrape())
        .contains("tcp_open_connections{peer=\"src\"} 0\n")
        .contains("tcp_close_total{peer=\"src\",errno=\"\"} 1\n");
  }

  @Test
  void aResetHasOne() {
    count();
    socket.resets();
    assertThat(scrape()).contains("tcp_close_total{peer=\"src\",errno=\"ECONNRESET\"} 1\n");
  }

  @Test
  void aConnectionThatIsGoneAlreadyIsOpenedAndClosed() {
    socket.resets();
    count();
    assertThat(scrape())
        .contains("tcp_open_total{peer=\"src\"} 1\n")
        .contains("tcp_open_connections{peer=\"src\"} 0\n");
  }

  @Test
  void errorsOfTheSystemHaveTheirNames() {
    assertThat(Causes.errno(new IOException("recvAddress(..) failed: Connection reset by peer")))
        .isEqualTo("ECONNRESET");
    assertThat(Causes.errno(new IOException("Broken pipe"))).isEqualTo("EPIPE");
    assertThat(Causes.errno(new SSLException("Connection reset"))).isEmpty();
    assertThat(Causes.errno(new IOException("something else"))).isEmpty();
    assertThat(Causes.errno(null)).isEmpty();
  }

  private static final class Reading implements Protocol {
    @Override
    public void opened(Connection connection) {}

    @Override
    public void received(ByteBuf bytes) {
      bytes.release();
    }

    @Override
    public void inputEnded() {}

    @Override
    public void sent(int bytes) {}

    @Override
    public void closed(@Nullable Throwable why) {}
  }
}
