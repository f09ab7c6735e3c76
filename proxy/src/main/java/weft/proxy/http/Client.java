package weft.proxy.http;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a request came by, as layers see it.
 *
 * <p>Loop of that connection only.
 */
public interface Client {
  SocketAddress address();

  /** The peer's verified identity in text form, if it is meshed. */
  @Nullable String identity();

  /**
   * Closes the connection gracefully: HTTP/1 after the current exchange, HTTP/2 by GOAWAY.
   * Idempotent. Source: docs/spec/inbound.md 9.3.
   */
  void close();
}
