package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.HttpService;
import weft.proxy.http.Reset;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Protocol;

/**
 * The server side of HTTP/2 on one connection: every request becomes an exchange of the service.
 *
 * <p>The connection begins with the client's preface, also where a detector has seen it before.
 * Loop only. Source: RFC 9113; docs/spec/inbound.md 9.2.
 */
public final class H2Server implements Protocol {
  private final HttpService service;
  private final H2Options options;
  private final H2Shared shared;
  private final @Nullable String identity;
  private @Nullable ServerConnection server;

  /**
   * A server for one connection.
   *
   * @param shared of the connection's loop
   * @param identity the client's verified identity
   */
  public H2Server(
      HttpService service, H2Options options, H2Shared shared, @Nullable String identity) {
    this.service = service;
    this.options = options;
    this.shared = shared;
    this.identity = identity;
  }

  /** Closes gracefully: two GOAWAYs, then when all streams have ended. Idempotent. */
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  public void drain() {
    close();
  }

  /** Streams that are open. */
  public int streams() {
    return server == null ? 0 : server.streams.size();
  }

  @Override
  public void opened(Connection connection) {
    server = new ServerConnection(connection, service, options, shared, identity);
    server.start();
  }

  @Override
  public void received(ByteBuf bytes) {
    if (server == null) {
      bytes.release();
    } else {
      server.received(bytes);
    }
  }

  @Override
  public void inputEnded() {
    if (server != null) {
      server.inputEnded();
    }
  }

  @Override
  public void sent(int bytes) {
    if (server != null) {
      server.sent(bytes);
    }
  }

  @Override
  public void closed(@Nullable Throwable why) {
    if (server != null) {
      server.ends(new Reset.Io(Closed.text("client", why)));
    }
  }
}
