package weft.cli.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Where an application listens, {@code HOST:PORT}, and whether it does. */
final class Listening {
  private Listening() {}

  static InetSocketAddress on(String argument) {
    int colon = argument.lastIndexOf(':');
    return new InetSocketAddress(
        argument.substring(0, colon), Integer.parseInt(argument.substring(colon + 1)));
  }

  /** Whether somebody listens there now. Blocks for a second at most. */
  static boolean accepts(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
