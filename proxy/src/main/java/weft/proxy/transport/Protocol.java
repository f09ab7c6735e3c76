package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What runs on top of a connection: a detector, a codec, a copier of bytes.
 *
 * <p>Called on the connection's loop. A connection has one protocol at a time; a detector hands
 * over to the next one by {@link Connection#become}.
 */
public interface Protocol {
  /** The connection is open, handshake included, and this is its protocol now; called once. */
  void opened(Connection connection);

  /** Bytes came; ownership is given. May still come once after reading was paused. */
  void received(ByteBuf bytes);

  /** The peer sends no more (FIN, or TLS close_notify); writing goes on. At most once. */
  void inputEnded();

  /**
   * So many bytes of what was written have been taken by the socket since the last call; at most
   * once a turn.
   */
  void sent(int bytes);

  /**
   * The proxy is about to end: what is under way is finished, nothing new is taken, then the
   * connection closes. Called once, if at all, on whichever protocol the connection has then or
   * gets later. A protocol that cannot tell what is under way, as one that copies bytes, goes on
   * until its peers end (docs/spec/inbound.md 18).
   */
  default void drain() {}

  /**
   * The connection is gone; called once, the last call. Buffers that were written and did not leave
   * are released already.
   *
   * @param why null if we closed it, or both sides had ended
   */
  void closed(@Nullable Throwable why);
}
