package weft.proxy.transport;

import java.time.Duration;

/**
 * Opens connections to one peer: address, TLS and what is said first are settled.
 *
 * <p>Called on the loop that the connection will live on, and calls back on it, perhaps before
 * {@link #connect} returns.
 */
public interface Connector {
  /** Starts to connect; {@code callback} is told once how it went, unless cancelled before. */
  Pending connect(Loop loop, Callback callback);

  /** Where it connects to, for messages: {@code ip:port} or {@code name:port}. */
  String peer();

  /** A connect under way. */
  @FunctionalInterface
  interface Pending {
    /** Nothing is called back any more, and a connection that still comes about is closed. */
    void cancel();
  }

  /** How it went; exactly one of these is called. */
  interface Callback {
    /** Open, handshake included; its protocol is still to be given, by {@code become}. */
    void connected(Connection connection);

    /** Refused, unreachable, or a handshake failed; {@code text} is one line that says so. */
    void failed(String text);

    /** Not connected within {@code limit}. */
    void timedOut(Duration limit);
  }
}
