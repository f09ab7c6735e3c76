package weft.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class ListenersTest {
  private static final String TABLE =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
         0: 0201007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
         1: 00000000:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
         2: 0100007F:1F92 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0
      """;
  private static final String TABLE_6 =
      """
        sl  local_address                         remote_address                        st tx_queue
         0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:0
         1: B80D0120000000000000000005000000:1F90 00000000000000000000000000000000:0000 0A 00000000:0
      """;

  private static InetSocketAddress at(String ip, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
  }

  @Test
  void theKernelsTablesAreRead() throws IOException {
    assertThat(Listeners.parse(TABLE)).containsExactly(at("127.0.1.2", 8080), at("0.0.0.0", 8081));
    assertThat(Listeners.parse(TABLE_6)).containsExactly(at("::1", 8080), at("2001:db8::5", 8080));
  }

  @Test
  void whatOthersReachIsOpen() throws IOException {
    var listeners = new Listeners(Listeners.parse(TABLE));
    assertThat(listeners.open(8080)).isEmpty();
    assertThat(listeners.open(8081)).containsExactly(InetAddress.ofLiteral("0.0.0.0"));
  }

  @Test
  void thisMachineIsAsked() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Listeners.here().sockets())
          .contains(at(socket.getInetAddress().getHostAddress(), socket.getLocalPort()));
    }
  }
}
