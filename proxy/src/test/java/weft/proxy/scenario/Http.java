package weft.proxy.scenario;

import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/** Messages of HTTP/1 that many tests send. */
final class Http {
  static final String GET = "GET / HTTP/1.1\r\nhost: web\r\n\r\n";
  static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

  /** Answers every request without a body by 200 and {@code ok}. */
  static final RawServer.Script ANSWERING =
      socket -> {
        while (hasRequest(socket)) {
          socket.send(OK);
        }
      };

  /** Sends back what it gets, until the end. */
  static final RawServer.Script ECHO = Http::echo;

  private Http() {}

  /** The next request's lines. */
  static String request(RawSocket socket) {
    return socket.readThrough("\r\n\r\n");
  }

  private static boolean hasRequest(RawSocket socket) {
    var first = socket.readUpTo(1);
    if (first.length > 0) {
      request(socket);
    }
    return first.length > 0;
  }

  private static void echo(RawSocket socket) {
    for (var got = socket.readUpTo(1024); got.length > 0; got = socket.readUpTo(1024)) {
      socket.send(got);
    }
  }
}
