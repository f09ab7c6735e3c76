package weft.control.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sockets around {@link Responder}, on loopback. */
final class DnsServerTest {
  private static final int PATIENCE_MILLIS = 10_000;

  /** A for api.default.svc.cluster.local. */
  private static final byte[] QUERY =
      HexFormat.of()
          .parseHex(
              "000701000001000000000000"
                  + "03617069"
                  + "0764656661756c74"
                  + "03737663"
                  + "07636c7573746572"
                  + "056c6f63616c"
                  + "0000010001");

  private static EventLoopGroup loops;
  private static DnsServer server;

  @BeforeAll
  static void listen() throws IOException {
    loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = DnsServer.listen(loops, any, new FixedNames());
  }

  @AfterAll
  static void stop() {
    server.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void aPacketIsAnsweredByAPacket() throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      // What is no query is dropped and does not hurt the next one.
      socket.send(new DatagramPacket(new byte[] {1}, 1, server.address()));
      socket.send(new DatagramPacket(QUERY, QUERY.length, server.address()));
      var answer = new DatagramPacket(new byte[2000], 2000);
      socket.receive(answer);
      assertThat(HexFormat.of().formatHex(answer.getData(), 0, answer.getLength()))
          .startsWith("00078500")
          .endsWith("f04d0001");
    }
  }

  @Test
  void aConnectionGetsItsAnswersInOrder() throws IOException {
    try (var socket = connect()) {
      var out = new DataOutputStream(socket.getOutputStream());
      for (int id = 0; id < 3; id++) {
        var query = QUERY.clone();
        query[1] = (byte) id;
        out.writeShort(query.length);
        out.write(query);
      }
      var in = new DataInputStream(socket.getInputStream());
      for (int id = 0; id < 3; id++) {
        var answer = in.readNBytes(in.readUnsignedShort());
        assertThat(answer[1]).isEqualTo((byte) id);
      }
    }
  }

  @Test
  void aConnectionThatSaysSomethingElseIsClosed() throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void anAddressInUseIsNamed() {
    assertThatThrownBy(() -> DnsServer.listen(loops, server.address(), new FixedNames()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("dns: cannot listen on")
        .hasMessageContaining(String.valueOf(server.address().getPort()));
  }

  private static Socket connect() throws IOException {
    var socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }
}
