package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A stream of bytes both ways, plain or inside TLS, as protocols see it.
 *
 * <p>On its loop only. Reading is on from the start. Calls on a closed connection do nothing (and
 * release what they are given).
 */
public interface Connection {
  Loop loop();

  /** Where the connection was accepted, or from where it was opened. */
  SocketAddress localAddress();

  SocketAddress remoteAddress();

  /**
   * A buffer with room for {@code bytes} more, to write a head or a small piece into: what is
   * written leaves at the end of the turn, in order with {@link #write}. Owned by the connection;
   * use it at once and do not keep it.
   */
  ByteBuf output(int bytes);

  /**
   * Writes a piece without copying it if it is large; ownership is given. Leaves at the end of the
   * turn.
   */
  void write(ByteBuf bytes);

  /** Bytes written that have not left. */
  int unsent();

  /** Sends no more once everything written has left: FIN, or close_notify. Reading goes on. */
  void endOutput();

  /** Closes once everything written has left, or at the latest after a bounded time. */
  void close();

  /** Closes at once; what has not left is dropped. A plain connection is reset. */
  void abort();

  /**
   * Stops or resumes reading from the socket; one read that is under way may still be delivered.
   */
  void reading(boolean on);

  /**
   * Hands the connection to {@code next}: {@code opened} is called on it, then {@code received}
   * with {@code read} if there is any, and an end of input that came before.
   *
   * @param read bytes that the present protocol took and did not consume; ownership is given
   */
  void become(Protocol next, @Nullable ByteBuf read);

  /**
   * Puts TLS under the connection and hands it to {@code next}, which is {@code opened} once the
   * handshake succeeded. If it fails, {@code next} is only told {@code closed}.
   *
   * @param tls belongs to the connection from now on
   * @param read bytes that came already and belong to the handshake; ownership is given
   */
  void secure(Tls tls, Protocol next, @Nullable ByteBuf read);

  /** The TLS that {@link #secure} put under it; tells the peer and the negotiated protocol. */
  @Nullable Tls tls();

  boolean isOpen();

  /**
   * From now on {@code traffic} counts; what was written before and has not left is not counted.
   * Once, before the connection is handed to the protocol whose bytes are counted.
   */
  default void count(Traffic traffic) {}
}
