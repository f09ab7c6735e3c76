package weft.cli.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Where programs of this machine, or of this network namespace, wait for TCP connections. */
record Listeners(List<InetSocketAddress> sockets) {
  private static final String LISTENING = "0A";

  Listeners {
    sockets = List.copyOf(sockets);
  }

  /** Asks the kernel (proc(5)); empty where it does not tell. */
  static Listeners here() {
    var sockets = new ArrayList<InetSocketAddress>();
    for (var table : List.of("tcp", "tcp6")) {
      try {
        var path = Path.of("/proc/net", table);
        sockets.addAll(parse(Files.readString(path, StandardCharsets.US_ASCII)));
      } catch (IOException _) {
        // Another kernel, or one without that version of IP.
      }
    }
    return new Listeners(sockets);
  }

  /** Reads the text of {@code /proc/net/tcp} or {@code tcp6}. */
  static List<InetSocketAddress> parse(String table) throws UnknownHostException {
    var sockets = new ArrayList<InetSocketAddress>();
    for (var line : table.lines().skip(1).toList()) {
      var fields = line.strip().split("\\s+", 5);
      if (fields.length == 5 && fields[3].equals(LISTENING)) {
        sockets.add(socket(fields[1]));
      }
    }
    return sockets;
  }

  private static InetSocketAddress socket(String text) throws UnknownHostException {
    int colon = text.indexOf(':');
    var bytes = HexFormat.of().parseHex(text, 0, colon);
    // Words of four bytes, each in the order of the machine, which is little-endian.
    for (int word = 0; word < bytes.length; word += 4) {
      swap(bytes, word, word + 3);
      swap(bytes, word + 1, word + 2);
    }
    var port = HexFormat.fromHexDigits(text, colon + 1, text.length());
    return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
  }

  private static void swap(byte[] bytes, int one, int other) {
    byte kept = bytes[one];
    bytes[one] = bytes[other];
    bytes[other] = kept;
  }

  /** The addresses at which others reach a port: all of the machine's, or one of its networks'. */
  List<InetAddress> open(int port) {
    return sockets.stream()
        .filter(socket -> socket.getPort() == port)
        .map(InetSocketAddress::getAddress)
        .filter(ip -> !ip.isLoopbackAddress())
        .distinct()
        .toList();
  }
}
