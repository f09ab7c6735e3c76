package weft.cli.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Asks one DNS server for the address of one name (RFC 1035, 4.1). */
final class Dns {
  private static final int PATIENCE_MILLIS = 2_000;
  private static final int ID = 0x5746;

  private Dns() {}

  /**
   * The answer's code (RFC 1035, 4.1.1): 0 there are answers, 3 there is no such name.
   *
   * @throws IOException where nobody answers
   */
  static int ask(InetSocketAddress server, String name) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      var query = query(name);
      socket.send(new DatagramPacket(query, query.length, server));
      var answer = new DatagramPacket(new byte[512], 512);
      do {
        socket.receive(answer);
      } while (answer.getLength() < 12
          || (answer.getData()[0] & 0xff) != ID >>> 8
          || (answer.getData()[1] & 0xff) != (ID & 0xff));
      return answer.getData()[3] & 0x0f;
    }
  }

  private static byte[] query(String name) {
    var query = new ByteArrayOutputStream();
    byte[] header = {(byte) (ID >>> 8), (byte) ID, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    query.writeBytes(header);
    for (var label : name.split("\\.", -1)) {
      query.write(label.length());
      query.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    query.writeBytes(new byte[] {0, 0, 1, 0, 1});
    return query.toByteArray();
  }
}
