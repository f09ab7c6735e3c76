package weft.proxy.h1;

import java.net.SocketAddress;

/** Is told what the server's codec refused, for log, metric and the list of last refusals. */
@FunctionalInterface
public interface Refusals {
  /** Nobody wants to know. */
  Refusals UNTOLD = (client, status, text) -> {};

  /**
   * A request of {@code client} was answered with {@code status}, or its connection cut if an
   * answer was under way. {@code text} is one line of visible ASCII. On the connection's loop.
   */
  void refused(SocketAddress client, int status, String text);
}
