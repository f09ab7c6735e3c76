package weft.cli.demo;

import java.net.InetSocketAddress;

/** Where an application listens: its first argument, {@code HOST:PORT}. */
final class Listening {
  private Listening() {}

  static InetSocketAddress on(String argument) {
    int colon = argument.lastIndexOf(':');
    return new InetSocketAddress(
        argument.substring(0, colon), Integer.parseInt(argument.substring(colon + 1)));
  }
}
